using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// A date format in the notation of Python's <c>strptime</c> (C locale), compiled once. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// As Python reads it: numbers need no leading zeros, letters match in any case, white space in the format matches any amount of it in
/// the text, missing parts are 1900-01-01 00:00:00. A zone (<c>%z</c>) is converted to UTC; without one the text is UTC. Of zone names
/// (<c>%Z</c>) only UTC and GMT are known.
/// </remarks>
internal sealed class StrptimeFormat
{
    internal const int MaxFormatLength = 256;

    /// <summary>How many attempts a text gets. Python has no bound here; formats that need more have all numbers run together.</summary>
    private const int MaxAttempts = 4096;

    private const int MaxTextLength = 256;

    private readonly StrptimeStep[] _steps;

    private readonly string _format;

    private StrptimeFormat(string format, StrptimeStep[] steps)
    {
        _format = format;
        _steps = steps;
    }

    /// <summary>Compiles a format that is known to be good.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static StrptimeFormat Create(string format)
        => TryCreate(format, out StrptimeFormat? compiled, out string? error) ? compiled : throw new ArgumentException(error, nameof(format));

    /// <summary>Compiles a format.</summary>
    /// <param name="format">Text with directives such as <c>%Y</c>.</param>
    /// <param name="compiled">The format.</param>
    /// <param name="error">What is wrong with it, as a sentence without a full stop.</param>
    public static bool TryCreate(string format, [NotNullWhen(true)] out StrptimeFormat? compiled, [NotNullWhen(false)] out string? error)
    {
        compiled = null;
        if (format.Length > MaxFormatLength)
        {
            error = $"The date format has more than {MaxFormatLength} characters";
            return false;
        }
        // %c, %x and %X are short for others; in the C locale these.
        string full = Expand(format);
        List<StrptimeStep> steps = [];
        HashSet<char> seen = [];
        for (int i = 0; i < full.Length;)
        {
            _ = Rune.TryGetRuneAt(full, i, out Rune rune);
            int length = Math.Max(1, rune.Utf16SequenceLength);
            if (full[i] == '%')
            {
                char directive = i + 1 < full.Length ? full[i + 1] : '\0';
                if (!StrptimeStep.TryCreate(directive, out StrptimeStep step))
                {
                    error = i + 1 < full.Length ? $"The date format has an unknown directive: %{directive}" : "The date format ends in a stray %";
                    return false;
                }
                if (directive != '%' && !seen.Add(directive))
                {
                    error = $"The date format has %{directive} more than once";
                    return false;
                }
                steps.Add(step);
                length = 2;
            }
            else if (Text.Utf8Text.IsWhiteSpace(rune))
                AddBlank(steps);
            else
                steps.AddRange(Encoding.UTF8.GetBytes(full.Substring(i, length)).Select(StrptimeStep.Literal));
            i += length;
        }
        compiled = new StrptimeFormat(format, [.. steps]);
        error = null;
        return true;
    }

    /// <summary>Reads an instant.</summary>
    /// <param name="text">UTF-8, all of which must match.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        return TryRead(text, out ClockReading reading) && reading.TryGetInstant(out instant);
    }

    /// <summary>Reads a date, at midnight UTC; the time and the zone must be right too, but do not count.</summary>
    /// <param name="text">UTF-8, all of which must match.</param>
    /// <param name="instant">The instant, with offset zero.</param>
    public bool TryParseMidnight(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        return TryRead(text, out ClockReading reading) && reading.IsTime && reading.IsOffset && reading.TryGetMidnight(out instant);
    }

    private bool TryRead(ReadOnlySpan<byte> text, out ClockReading reading)
    {
        var fields = new StrptimeFields();
        int attempts = MaxAttempts;
        reading = default;
        return text.Length <= MaxTextLength
            && Match(_steps, text, ref fields, ref attempts) == 0
            && fields.TryResolve(out reading);
    }

    /// <returns>How much text is left behind the first way in which all steps match; -1 where there is none.</returns>
    private static int Match(ReadOnlySpan<StrptimeStep> steps, ReadOnlySpan<byte> text, ref StrptimeFields fields, ref int attempts)
    {
        // Literals need no trying out.
        while (!steps.IsEmpty && steps[0].IsLiteral)
        {
            if (!steps[0].MatchesLiteral(text))
                return -1;
            steps = steps[1..];
            text = text[1..];
        }
        if (steps.IsEmpty)
            return text.Length;
        for (int length = steps[0].LongestMatch(text); length > 0; length = steps[0].ShorterMatch(text, length))
        {
            if (--attempts < 0)
                return -1;
            // Kept at once, since of two directives for the same part the later one counts.
            steps[0].Store(text[..length], ref fields);
            int left = Match(steps[1..], text[length..], ref fields, ref attempts);
            if (left >= 0)
                return left;
        }
        return -1;
    }

    private static void AddBlank(List<StrptimeStep> steps)
    {
        if (steps.Count == 0 || !steps[^1].IsBlank)
            steps.Add(StrptimeStep.Blank);
    }

    private static string Expand(string format)
    {
        var full = new StringBuilder(format.Length);
        for (int i = 0; i < format.Length; i++)
        {
            string? meaning = format[i] != '%' || i + 1 == format.Length ? null : format[i + 1] switch
            {
                'c' => "%a %b %d %H:%M:%S %Y",
                'x' => "%m/%d/%y",
                'X' => "%H:%M:%S",
                '%' => "%%",
                _ => null,
            };
            full.Append(meaning ?? format[i].ToString());
            i += meaning is null ? 0 : 1;
        }
        return full.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => _format;
}
