using System.Globalization;
using System.Text;

namespace IntelMQ.Harmonization;

/// <summary>A custom date format in .NET's notation. Formats of nothing but fixed-width numbers are read straight off the bytes.</summary>
internal sealed class ExactFormat
{
    private const int MaxTextLength = 128;
    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private readonly string _format;
    private readonly bool _isFixed;

    public ExactFormat(string format)
    {
        // Throws where the format is none.
        _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
        _format = format;
        _isFixed = IsFixed(format);
    }

    public bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        if (_isFixed)
            return TryParseFixed(text, out instant);
        instant = default;
        if (text.Length > MaxTextLength)
            return false;
        Span<char> chars = stackalloc char[MaxTextLength];
        int length = Encoding.UTF8.GetChars(text, chars);
        return DateTimeOffset.TryParseExact(chars[..length], _format, CultureInfo.InvariantCulture, Styles, out instant);
    }

    // The date in full, two digits for everything else, each part at most once, and separators that mean themselves.
    private static bool IsFixed(string format)
    {
        int parts = 0;
        for (int i = 0; i < format.Length;)
        {
            int run = RunLength(format, i);
            int part = (format[i], run) switch
            {
                ('y', 4) => 1,
                ('M', 2) => 2,
                ('d', 2) => 4,
                ('H', 2) => 8,
                ('m', 2) => 16,
                ('s', 2) => 32,
                ('-' or ':' or '.' or ',' or ' ' or 'T' or '_', _) => 0,
                _ => -1,
            };
            if (part < 0 || (parts & part) != 0)
                return false;
            parts |= part;
            i += run;
        }
        return (parts & 7) == 7;
    }

    private static int RunLength(string format, int start)
    {
        int end = start + 1;
        while (end < format.Length && format[end] == format[start])
            end++;
        return end - start;
    }

    private bool TryParseFixed(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length != _format.Length)
            return false;
        ClockReading reading = default;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = _format[i];
            if (!char.IsAsciiLetter(letter) || letter == 'T')
            {
                if (text[i] != letter)
                    return false;
                continue;
            }
            int digit = text[i] - '0';
            if ((uint)digit > 9)
                return false;
            ref int part = ref PartOf(ref reading, letter);
            part = (part * 10) + digit;
        }
        return reading.TryGetInstant(out instant);
    }

    private static ref int PartOf(ref ClockReading reading, char letter)
    {
        switch (letter)
        {
            case 'y': return ref reading.Year;
            case 'M': return ref reading.Month;
            case 'd': return ref reading.Day;
            case 'H': return ref reading.Hour;
            case 'm': return ref reading.Minute;
            default: return ref reading.Second;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _format;
}
