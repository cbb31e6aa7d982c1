using System.Globalization;
using IntelMQ.Http;

namespace IntelMQ.Bots.Collectors;

/// <summary>When a service that is busy wants to be asked again.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <summary>Sends a request; again, where the service says when.</summary>
    /// <param name="session">Sends it.</param>
    /// <param name="make">Makes the request.</param>
    /// <param name="maxTries">How often it is sent at most.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpServiceException">No answer came.</exception>
    public static async Task<HttpReply> AskAsync(HttpSession session, Func<HttpRequestMessage> make, int maxTries, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            HttpReply reply = await session.SendAsync(make, readsBody: true, cancellationToken).ConfigureAwait(false);
            if (tries >= maxTries || Of(reply.Status, reply.Header("Retry-After"), time) is not { } wait)
                return reply;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long to wait; <see langword="null"/> where the answer does not ask for it, or for longer than five minutes.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="header">Its header <c>Retry-After</c>.</param>
    /// <param name="time">The clock.</param>
    public static TimeSpan? Of(int status, string? header, TimeProvider time) => Asked(status, header, time) is { } wait && wait <= MaxWait ? wait : null;

    /// <summary>How long a service asks to be left alone; <see langword="null"/> where it does not say so.</summary>
    /// <inheritdoc cref="Of"/>
    public static TimeSpan? Asked(int status, string? header, TimeProvider time)
    {
        if (status is not (429 or 503) || header is null)
            return null;
        TimeSpan wait = int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until) ? until - time.GetUtcNow()
            : TimeSpan.MaxValue;
        return wait == TimeSpan.MaxValue ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
