using IntelMQ.Bots;

namespace IntelMQ.Hosting.Control;

/// <summary>How a bot stands.</summary>
/// <param name="Id">The bot's id.</param>
/// <param name="Kind">What it does; IntelMQ's group.</param>
/// <param name="Module">The path of its module; empty for a place that others fill.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="IsEnabled">Whether the configuration lets it run with the others.</param>
/// <param name="RunsWith">The bot in whose thread it runs; its own id where it has one of its own.</param>
public sealed record HostBot(string Id, BotKind Kind, string Module, HostBotState State, bool IsEnabled, string RunsWith)
{
    /// <summary>The queue that it reads; <see langword="null"/> for a collector.</summary>
    public HostQueueStatus? Queue { get; init; }

    /// <summary>How many messages it has received since the host was opened.</summary>
    public long Received { get; init; }

    /// <summary>How many messages it has sent, by path; of an output, <c>_default</c> counts what it stored.</summary>
    public IReadOnlyDictionary<string, long> Sent { get; init; } = new Dictionary<string, long>();

    /// <summary>How many messages became failures; of a parser, lines.</summary>
    public long Failed { get; init; }

    /// <summary>How many messages it ended on purpose.</summary>
    public long Dropped { get; init; }

    /// <summary>How often it was tried again after an error of a service.</summary>
    public long Retries { get; init; }

    /// <summary>What went wrong last, as a sentence; <see langword="null"/> where nothing has.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorTime { get; init; }
}
