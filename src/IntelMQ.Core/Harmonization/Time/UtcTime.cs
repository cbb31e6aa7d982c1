using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>Instants as text: reading what feeds write, and writing the one form that events hold.</summary>
/// <remarks>
/// A text without a zone is UTC, whatever the machine's zone. Plus is east of Greenwich, also behind a name (<c>UTC+2</c>,
/// <c>GMT+0200</c>). Known names are UTC, UT, GMT, Z, those of RFC 5322 (EST, EDT, CST, CDT, MST, MDT, PST, PDT), and WET, WEST, CET, CEST,
/// EET, EEST, MSK and JST; any other name right behind the time refuses the text.
/// </remarks>
public static class UtcTime
{
    /// <summary>How long a written time gets: <c>YYYY-MM-DDTHH:MM:SS.ffffff+00:00</c>.</summary>
    internal const int MaxLength = 32;

    private static readonly StrptimeFormat ValidForm = StrptimeFormat.Create("%Y-%m-%dT%H:%M:%S+00:00");
    private static readonly StrptimeFormat ValidFormWithFraction = StrptimeFormat.Create("%Y-%m-%dT%H:%M:%S.%f+00:00");

    /// <summary>
    /// Reads a date and time in about any form that IntelMQ's lenient parser understands: <c>2016-07-01 12:00:00</c>,
    /// <c>Fri, 1 Jul 2016 12:00:00 +0200</c>, <c>21/Mar/2024:08:15:42 +0100</c>, <c>20160701T120000Z</c>, <c>7/1/2016 2:05 PM</c>.
    /// </summary>
    /// <remarks>
    /// Of ambiguous numbers the month comes first (<c>01/02/2016</c> is 2 January); words around the date are skipped; missing parts of
    /// the time are zero; two-digit years are 1976 to 2075; digits behind the microsecond are cut. Where IntelMQ fills in a missing
    /// year, month or day from today's date, the text is refused: a guess is no observation. So is a text of more than 128 bytes.
    /// </remarks>
    /// <param name="text">UTF-8; blanks around it do not matter.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
        => PlainTime.TryRead(text, out ClockReading reading, out _)
            ? reading.TryGetInstant(out instant)
            : FuzzyTime.TryParse(text, skipWords: true, missingYear: null, out instant);

    /// <summary>
    /// As <see cref="TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/>, but a date that lacks just its year (<c>02-15</c>,
    /// <c>Feb 15 10:00</c>) gets the clock's.
    /// </summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="clock">Says which year it is, in UTC.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeProvider clock, out DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return TryParse(text, out instant) || FuzzyTime.TryParse(text, skipWords: true, clock.GetUtcNow().Year, out instant);
    }

    /// <summary>
    /// As <see cref="TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/>, but a word that has no meaning in a date makes the text
    /// invalid. For what people configure rather than what feeds send.
    /// </summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public static bool TryParseStrict(ReadOnlySpan<byte> text, out DateTimeOffset instant)
        => PlainTime.TryRead(text, out ClockReading reading, out _)
            ? reading.TryGetInstant(out instant)
            : FuzzyTime.TryParse(text, skipWords: false, missingYear: null, out instant);

    /// <summary>
    /// Reads a stored time: exactly the form that is valid in an event, <c>YYYY-MM-DDTHH:MM:SS[.ffffff]+00:00</c>; leading zeros may
    /// be missing, the fraction has one to six digits.
    /// </summary>
    /// <param name="validForm">The wire value of a field of type <c>DateTime</c>.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public static bool TryRead(ReadOnlySpan<byte> validForm, out DateTimeOffset instant)
    {
        if (PlainTime.TryRead(validForm, out ClockReading reading, out int tail) && DateTimeType.IsValidTail(validForm, tail))
            return reading.TryGetInstant(out instant);
        return ValidForm.TryParse(validForm, out instant) || ValidFormWithFraction.TryParse(validForm, out instant);
    }

    /// <summary>
    /// Appends <c>YYYY-MM-DDTHH:MM:SS+00:00</c>, with six digits of fraction where there is one; the instant is converted to UTC, what
    /// is finer than a microsecond is cut.
    /// </summary>
    public static void Write(DateTimeOffset instant, Utf8Buffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        DateTime utc = instant.UtcDateTime;
        var clock = new ClockReading { Hour = utc.Hour, Minute = utc.Minute, Second = utc.Second };
        DateOnly.FromDateTime(utc).Deconstruct(out clock.Year, out clock.Month, out clock.Day);
        clock.Microsecond = (int)(utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond);
        Write(clock, buffer);
    }

    /// <summary>As <see cref="Write(DateTimeOffset, Utf8Buffer)"/>, for a time that exists and whose offset is zero.</summary>
    internal static void Write(in ClockReading utc, Utf8Buffer buffer)
    {
        Span<byte> target = buffer.GetSpan(MaxLength);
        WriteTwo(target, 0, utc.Year / 100);
        WriteTwo(target, 2, utc.Year % 100);
        target[4] = (byte)'-';
        WriteTwo(target, 5, utc.Month);
        target[7] = (byte)'-';
        WriteTwo(target, 8, utc.Day);
        target[10] = (byte)'T';
        WriteTwo(target, 11, utc.Hour);
        target[13] = (byte)':';
        WriteTwo(target, 14, utc.Minute);
        target[16] = (byte)':';
        WriteTwo(target, 17, utc.Second);
        buffer.Advance(WriteTail(target, PlainTime.SecondsLength, utc.Microsecond));
    }

    /// <summary>
    /// A converter for one exact format in .NET's notation, such as <c>yyyy-MM-dd HH:mm:ss</c>; a text without zone is UTC. Invariant
    /// culture.
    /// </summary>
    /// <param name="format">A custom format as <see cref="DateTimeOffset.ParseExact(string, string, IFormatProvider)"/> takes it.</param>
    /// <exception cref="FormatException">The format is not one.</exception>
    public static TimeFormat Exact(string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        return TimeFormat.FromExact(new ExactFormat(format));
    }

    /// <summary>Writes the fraction, where there is one, and the zone.</summary>
    /// <returns>The length of the whole.</returns>
    internal static int WriteTail(Span<byte> target, int at, int microsecond)
    {
        if (microsecond != 0)
        {
            target[at] = (byte)'.';
            WriteTwo(target, at + 1, microsecond / 10_000);
            WriteTwo(target, at + 3, microsecond / 100 % 100);
            WriteTwo(target, at + 5, microsecond % 100);
            at += 7;
        }
        "+00:00"u8.CopyTo(target[at..]);
        return at + 6;
    }

    private static void WriteTwo(Span<byte> target, int at, int value)
    {
        target[at] = (byte)('0' + (value / 10));
        target[at + 1] = (byte)('0' + (value % 10));
    }
}
