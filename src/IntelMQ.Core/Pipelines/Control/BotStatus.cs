using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>How a bot stands.</summary>
/// <param name="Id">The bot's id.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Activity">Whether it runs.</param>
/// <param name="Counters">What it has done since the pipeline was made.</param>
/// <param name="Queue">The queue that it reads; <see langword="null"/> for a collector, and where the queue is not there yet.</param>
/// <param name="RunsWith">The bot in whose thread it runs; its own id where it has one of its own.</param>
/// <param name="LastError">What went wrong last; <see langword="null"/> where nothing has.</param>
public sealed record BotStatus(string Id, BotKind Kind, BotActivity Activity, BotCounters Counters, QueueStatus? Queue, string RunsWith, BotError? LastError);

/// <summary>How a pipeline stands.</summary>
/// <param name="Id">The pipeline's id.</param>
/// <param name="Time">When this was so; the difference of two tells how much goes through.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Bots">Its bots, senders before receivers.</param>
/// <param name="Orphans">Queues that hold messages and that no bot of the pipeline has.</param>
public sealed record PipelineStatus(string Id, DateTimeOffset Time, bool IsRunning, IReadOnlyList<BotStatus> Bots, IReadOnlyList<QueueName> Orphans);
