namespace IntelMQ.Hosting.Control;

/// <summary>What came of a message that was tried, or done by hand.</summary>
/// <param name="Sent">What the bot sends, in order.</param>
/// <param name="Failures">What could not be processed, a sentence each.</param>
/// <param name="Log">The lines that the bot logged.</param>
public sealed record HostTrial(IReadOnlyList<HostSent> Sent, IReadOnlyList<string> Failures, IReadOnlyList<string> Log)
{
    /// <summary>Whether the bot ended the message on purpose.</summary>
    public bool IsDropped => Sent.Count == 0 && Failures.Count == 0;
}
