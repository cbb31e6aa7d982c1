using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>How a host stands at one moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Status">The bots and their queues; <see langword="null"/> where the queues' server did not answer.</param>
/// <param name="Counters">What the bots have done.</param>
/// <param name="Collectors">The collectors that run.</param>
/// <param name="Failures">How many failures are kept, by bot and reason.</param>
internal sealed record HostSample(
    DateTimeOffset Time,
    PipelineStatus? Status,
    PipelineCounters Counters,
    IReadOnlyList<CollectorSample> Collectors,
    IReadOnlyDictionary<(string Bot, string Reason), long> Failures);
