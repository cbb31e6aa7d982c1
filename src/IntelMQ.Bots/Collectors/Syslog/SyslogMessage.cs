namespace IntelMQ.Bots.Collectors;

/// <summary>What a sender has sent as one message.</summary>
/// <param name="Data">Its bytes; the beginning of them where there is a complaint.</param>
/// <param name="Complaint">Why it is none, as the end of a sentence; <see langword="null"/> for a message.</param>
/// <param name="Length">How many bytes it had, as far as that is known.</param>
internal sealed record SyslogMessage(byte[] Data, string? Complaint, long Length)
{
    public SyslogMessage(byte[] data)
        : this(data, null, data.Length)
    {
    }
}
