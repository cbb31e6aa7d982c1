using System.Globalization;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Collectors;

/// <summary>How far back a collector looks: a time, or a span before now.</summary>
internal static class TimeLimit
{
    /// <summary>The time that a limit means; <see langword="null"/> where it is none.</summary>
    /// <param name="text">A time (UTC, where it says nothing else), or a span such as <c>2 days</c>.</param>
    /// <param name="now">The time now.</param>
    public static DateTimeOffset? At(string text, DateTimeOffset now)
    {
        if (RelativeTime.TryParse(text, out TimeSpan span))
            return span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;
    }
}
