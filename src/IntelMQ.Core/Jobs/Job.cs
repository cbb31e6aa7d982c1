namespace IntelMQ.Jobs;

/// <summary>Long work: an upload, a replay, an import, an export, an erasure, a sending.</summary>
/// <param name="Id">Names it; letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Kind">What is to be done; a handler is found by it.</param>
/// <param name="Owner">Who asked for it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Created">When it was asked for.</param>
public sealed record Job(string Id, string Kind, string Owner, JobState State, DateTimeOffset Created)
{
    /// <summary>What it is to be done with, as JSON; without secrets.</summary>
    public string Arguments { get; init; } = "{}";

    /// <summary>How far it is, in the handler's own form; empty at the beginning. Work that is taken up again goes on from here.</summary>
    public ReadOnlyMemory<byte> Cursor { get; init; }

    /// <summary>How far it is, for people.</summary>
    public JobProgress Progress { get; init; } = JobProgress.None;

    /// <summary>What came of it, as JSON, or why it failed; <see langword="null"/> before its end.</summary>
    public string? Result { get; init; }

    /// <summary>What was demanded of it while it runs.</summary>
    public JobDemand Demand { get; init; }

    /// <summary>How often it was taken up.</summary>
    public int Attempt { get; init; }

    /// <summary>It is not taken up before.</summary>
    public DateTimeOffset Due { get; init; } = Created;

    /// <summary>Who works on it; <see langword="null"/> where nobody does.</summary>
    public string? Worker { get; init; }

    /// <summary>Until when the worker has it, unless it says that it is still there.</summary>
    public DateTimeOffset? LeaseEnd { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }
}
