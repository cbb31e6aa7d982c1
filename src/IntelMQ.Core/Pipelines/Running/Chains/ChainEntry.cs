using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>What was handed to a chain, and the event as it was then: enough to do it again.</summary>
internal readonly record struct ChainEntry(ChainStep Step, ChainNode Node, Origin Origin)
{
    public Event? Message { get; init; }

    /// <summary>The event as it was handed over.</summary>
    public MessageState Given { get; init; }

    /// <summary>The event as its expert got it, where the expert has answered already.</summary>
    public MessageState Before { get; init; }

    public Verdict Verdict { get; init; }

    public ChainPort? Port { get; init; }

    public Failure? Failure { get; init; }
}

/// <summary>What a chain is asked to do.</summary>
internal enum ChainStep
{
    Run,
    Route,
    Send,
    Fail,
    Refuse,
    KeepUnreadable,
}
