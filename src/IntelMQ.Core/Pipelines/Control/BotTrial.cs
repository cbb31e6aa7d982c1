using IntelMQ.Failures;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>What came of a message that was tried.</summary>
/// <param name="Sent">What the bot would send, in order, each with its path.</param>
/// <param name="Failures">What could not be processed.</param>
/// <param name="Log">The lines that the bot logged.</param>
public sealed record BotTrial(IReadOnlyList<(string Path, Message Message)> Sent, IReadOnlyList<Failure> Failures, IReadOnlyList<string> Log)
{
    /// <summary>Whether the bot ended the message on purpose.</summary>
    public bool IsDropped => Sent.Count == 0 && Failures.Count == 0;
}
