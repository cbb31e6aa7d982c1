using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Experts;

/// <summary>A time as a parameter gives it: an instant, or a span back from now.</summary>
internal sealed class TimeLimit
{
    private readonly DateTimeOffset _instant;
    private readonly TimeSpan? _span;

    private TimeLimit(DateTimeOffset instant, TimeSpan? span)
    {
        _instant = instant;
        _span = span;
    }

    /// <summary>Reads the parameter; absent and empty text are no limit.</summary>
    public static bool TryParse(string? text, out TimeLimit? limit)
    {
        limit = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (RelativeTime.TryParse(text, out TimeSpan span))
            limit = new TimeLimit(default, span);
        else if (UtcTime.TryParseStrict(Encoding.UTF8.GetBytes(text), out DateTimeOffset instant))
            limit = new TimeLimit(instant, null);
        return limit is not null;
    }

    /// <summary>The limit of a parameter that was checked before; null for no limit.</summary>
    public static TimeLimit? Parse(string? text) => TryParse(text, out TimeLimit? limit) ? limit : null;

    /// <summary>The instant of the limit; a span that reaches before all time gives the first instant there is.</summary>
    public DateTimeOffset At(DateTimeOffset now)
        => _span is not { } span ? _instant : span > now - DateTimeOffset.MinValue ? DateTimeOffset.MinValue : now - span;
}
