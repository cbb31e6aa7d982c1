using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Hosting.Trying;

/// <summary>What one bot did to one message.</summary>
/// <param name="BotId">The bot.</param>
/// <param name="Module">Its module.</param>
/// <param name="Input">What it got.</param>
public sealed record TrialStep(string BotId, string Module, Message Input)
{
    /// <summary>What it sent, each with its path and with what it changed of an event; a parser's events are new.</summary>
    public IReadOnlyList<TrialSent> Sent { get; init; } = [];

    /// <summary>What failed.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];

    /// <summary>The lines that the bot logged.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Why the bot was not tried: an output would have stored the message, a bot elsewhere would have got it; <see langword="null"/> where it was.</summary>
    public string? NotTried { get; init; }

    /// <summary>Whether the message ended here on purpose: it was sent nowhere, or only along paths of their own that lead nowhere.</summary>
    public bool IsDropped => NotTried is null && Failures.Count == 0 && Sent.All(static sent => sent.Receivers.Count == 0 && sent.Path != BotPath.Default);
}

/// <summary>A message that a bot sent.</summary>
/// <param name="Path">The path.</param>
/// <param name="Message">The message.</param>
/// <param name="Receivers">The bots that get it; none where the path leads nowhere.</param>
/// <param name="Changes">What is different from what the bot got.</param>
public sealed record TrialSent(string Path, Message Message, IReadOnlyList<string> Receivers, IReadOnlyList<FieldChange> Changes);
