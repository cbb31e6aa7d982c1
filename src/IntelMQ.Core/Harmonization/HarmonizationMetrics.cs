using System.Diagnostics.Metrics;

namespace IntelMQ.Harmonization;

/// <summary>What is counted where values are cleaned.</summary>
internal static class HarmonizationMetrics
{
    private static readonly Meter Meter = new("IntelMQ.Core");

    public static Counter<long> UnknownTlpLabels { get; } =
        Meter.CreateCounter<long>("intelmq.tlp.unknown", "{label}", "Traffic light labels that are not known and were read as RED.");
}
