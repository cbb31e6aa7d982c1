using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>Reads the times of events, <c>2026-05-04T12:00:00+00:00</c> with or without six decimals.</summary>
internal static class WireTime
{
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>The microseconds since the year 2000, PostgreSQL's own form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (TryReadUsual(text, out long ticks))
        {
            microseconds = (ticks - Epoch) / TimeSpan.TicksPerMicrosecond;
            return true;
        }

        if (!DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return false;
        microseconds = (time.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond;
        return true;
    }

    private static bool TryReadUsual(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is not (25 or 32) || !text.EndsWith("+00:00"u8) || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..10], out int day)
            || !TryNumber(text[11..13], out int hour) || !TryNumber(text[14..16], out int minute) || !TryNumber(text[17..19], out int second))
            return false;
        int micro = 0;
        if (text.Length == 32 && (text[19] != '.' || !TryNumber(text[20..26], out micro)))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        ticks = new DateTime(year, month, day, hour, minute, second).Ticks + (micro * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int value)
        => Utf8Parser.TryParse(digits, out value, out int used) && used == digits.Length && value >= 0 && digits[0] is >= (byte)'0' and <= (byte)'9';
}
