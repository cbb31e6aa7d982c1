namespace IntelMQ.Bots.Collectors;

/// <summary>A stream is refused for now, and its service says for how long.</summary>
/// <param name="message">Which stream, and what it answers.</param>
/// <param name="wait">How long it is to be left alone.</param>
internal sealed class StreamBusyException(string message, TimeSpan wait) : IOException(message)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long it is to be left alone; at most an hour.</summary>
    public TimeSpan Wait { get; } = wait < LongestWait ? wait : LongestWait;

    /// <summary>The fault that a status of failure is.</summary>
    /// <param name="name">The stream.</param>
    /// <param name="status">The status.</param>
    /// <param name="retryAfter">The header <c>Retry-After</c>.</param>
    /// <param name="time">The clock.</param>
    public static IOException For(string name, int status, string? retryAfter, TimeProvider time)
    {
        string text = $"{name} answered with status {status}.";
        if (RetryAfter.Asked(status, retryAfter, time) is { } wait)
            return new StreamBusyException(text, wait);
        return status is >= 400 and < 500 and not (408 or 425 or 429) ? new StreamRefusedException(text) : new Http.HttpServiceException(text) { Status = status };
    }
}
