using System.Globalization;

namespace IntelMQ.Bots.Collectors;

/// <summary>When a service that is busy wants to be asked again.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait; <see langword="null"/> where the answer does not ask for it, or for longer than five minutes.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="header">Its header <c>Retry-After</c>.</param>
    /// <param name="time">The clock.</param>
    public static TimeSpan? Of(int status, string? header, TimeProvider time)
    {
        if (status is not (429 or 503) || header is null)
            return null;
        TimeSpan wait = int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until) ? until - time.GetUtcNow()
            : TimeSpan.MaxValue;
        return wait <= MaxWait ? wait < TimeSpan.Zero ? TimeSpan.Zero : wait : null;
    }
}
