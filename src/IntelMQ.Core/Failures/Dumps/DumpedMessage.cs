using IntelMQ.Messages;

namespace IntelMQ.Failures;

/// <summary>An entry of a dump file.</summary>
/// <param name="Number">Its number in the file as it is now, from 0 on, by time.</param>
/// <param name="Key">Its key, the time when it was stored, in UTC and without zone.</param>
public sealed record DumpedMessage(int Number, string Key)
{
    /// <summary>The bot that failed; empty where the entry does not say.</summary>
    public string BotId { get; init; } = "";

    /// <summary>The queue that the message came from; <see langword="null"/> where the entry does not say.</summary>
    public string? SourceQueue { get; init; }

    /// <summary>Why the bot failed: the last line of its trace.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The message, decoded where it was kept as Base64; <see langword="null"/> where it cannot be read.</summary>
    public Message? Message { get; init; }

    /// <summary>Why the message cannot be read; <see langword="null"/> where it can, or there is none.</summary>
    public string? Complaint { get; init; }

    /// <summary>Whether the entry holds no message at all, so that there is nothing to send again.</summary>
    public bool IsEmpty { get; init; }
}
