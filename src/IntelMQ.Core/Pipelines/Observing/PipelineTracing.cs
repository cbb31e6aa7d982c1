using System.Diagnostics;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// The spans of <c>ActivitySource("IntelMQ")</c>: one for each report, from the collector until everything made of it is stored, and below
/// it one for each batch that a stage works on. Nothing is made while nobody listens.
/// </summary>
internal static class PipelineTracing
{
    private static readonly ActivitySource Source = new(Pipeline.TelemetryName);

    /// <summary>Begins the span of a report; whoever settles the report ends it.</summary>
    public static Activity? StartReport(string pipeline, string collector, Report report)
    {
        if (!Source.HasListeners())
            return null;
        Activity? current = Activity.Current;
        Activity? span = Source.StartActivity($"report {collector}", ActivityKind.Producer);
        Describe(span, pipeline, collector);
        span?.SetTag("intelmq.feed", report[Fields.Feed.Name]);
        // It goes on when the call has returned: others find it by the receipt.
        Activity.Current = current;
        return span;
    }

    /// <summary>Begins the span of a batch: below the report that it is of, or linked to all reports that it is of.</summary>
    public static Activity? StartBatch(string pipeline, Stage stage, IReadOnlyList<Delivery> batch)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext[] reports = [.. batch.Select(static delivery => delivery.Receipt?.Trace ?? default).Where(static trace => trace != default).Distinct()];
        Activity? span = Source.StartActivity(
            ActivityKind.Consumer,
            reports.Length == 1 ? reports[0] : default,
            links: reports.Length > 1 ? reports.Select(static trace => new ActivityLink(trace)) : null,
            name: $"{stage.Head.Kind.ToString().ToLowerInvariant()} {stage.Head.Id}");
        Describe(span, pipeline, stage.Head.Id);
        span?.SetTag("intelmq.messages", batch.Count);
        return span;
    }

    private static void Describe(Activity? span, string pipeline, string bot)
    {
        span?.SetTag("intelmq.pipeline", pipeline);
        span?.SetTag("intelmq.bot", bot);
    }
}
