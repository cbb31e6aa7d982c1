namespace IntelMQ.Harmonization;

/// <summary>
/// The form of mail and HTTP headers, read without detours: <c>Fri, 20 Nov 2026 12:34:56 GMT</c>, or with <c>UTC</c> or <c>+0000</c>. A
/// weekday that does not fit the date is no fault, as for the general reader.
/// </summary>
internal static class MailTime
{
    private const int ZoneStart = 26;

    /// <summary>Reads exactly that form; any other may still be a time, so <see langword="false"/> is no verdict.</summary>
    /// <param name="text">The whole text, untrimmed.</param>
    /// <param name="reading">A time that exists, in UTC.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out ClockReading reading)
    {
        reading = default;
        if (text.Length is not (ZoneStart + 3) and not (ZoneStart + 5))
            return false;
        if (text[3] != ',' || text[4] != ' ' || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' || text[22] != ':' || text[25] != ' ')
            return false;
        ReadOnlySpan<byte> zone = text[ZoneStart..];
        if (!zone.SequenceEqual("GMT"u8) && !zone.SequenceEqual("UTC"u8) && !zone.SequenceEqual("+0000"u8))
            return false;
        reading.Month = MonthOf(text[8..11]);
        return reading.Month > 0 && IsWeekday(text[..3])
            && PlainTime.TwoDigits(text, 5, out reading.Day)
            && PlainTime.TwoDigits(text, 12, out int century) && PlainTime.TwoDigits(text, 14, out int year)
            && PlainTime.TwoDigits(text, 17, out reading.Hour) && PlainTime.TwoDigits(text, 20, out reading.Minute) && PlainTime.TwoDigits(text, 23, out reading.Second)
            && (reading.Year = (century * 100) + year) > 0 && reading.IsDate && reading.IsTime;
    }

    private static bool IsWeekday(ReadOnlySpan<byte> name) => ((char)name[0], (char)name[1], (char)name[2])
        is ('M', 'o', 'n') or ('T', 'u', 'e') or ('W', 'e', 'd') or ('T', 'h', 'u') or ('F', 'r', 'i') or ('S', 'a', 't') or ('S', 'u', 'n');

    private static int MonthOf(ReadOnlySpan<byte> name) => ((char)name[0], (char)name[1], (char)name[2]) switch
    {
        ('J', 'a', 'n') => 1,
        ('F', 'e', 'b') => 2,
        ('M', 'a', 'r') => 3,
        ('A', 'p', 'r') => 4,
        ('M', 'a', 'y') => 5,
        ('J', 'u', 'n') => 6,
        ('J', 'u', 'l') => 7,
        ('A', 'u', 'g') => 8,
        ('S', 'e', 'p') => 9,
        ('O', 'c', 't') => 10,
        ('N', 'o', 'v') => 11,
        ('D', 'e', 'c') => 12,
        _ => 0,
    };
}
