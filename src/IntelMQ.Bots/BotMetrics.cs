using System.Diagnostics.Metrics;

namespace IntelMQ.Bots;

/// <summary>What the bots of this package count.</summary>
internal static class BotMetrics
{
    private static readonly Meter Meter = new("IntelMQ.Bots");

    public static Counter<long> DeduplicatorEvictions { get; } =
        Meter.CreateCounter<long>("intelmq.deduplicator.evictions", "{key}", "Keys that a deduplicator forgot before their time, for want of room.");
}
