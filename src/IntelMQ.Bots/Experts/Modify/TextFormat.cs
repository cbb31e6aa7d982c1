using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Text;

namespace IntelMQ.Bots.Experts;

/// <summary>How a value is written, in the short form of Python: <c>:*^10.3</c> is filled up with <c>*</c>, in the middle, ten wide, cut to three.</summary>
internal sealed class TextFormat
{
    private const int MaxWidth = 1000;

    private readonly byte[] _fill;
    private readonly char _align;
    private readonly int _width;
    private readonly int _precision;

    private TextFormat(string fill, char align, int width, int precision)
    {
        _fill = Encoding.UTF8.GetBytes(fill);
        _align = align;
        _width = width;
        _precision = precision;
    }

    /// <summary>Reads the part of a place that follows its name: empty, <c>!s</c>, and colon with fill, alignment, width, precision and <c>s</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TextFormat? format)
    {
        format = null;
        ReadOnlySpan<char> rest = text;
        if (rest.StartsWith("!s"))
            rest = rest[2..];
        if (!rest.IsEmpty && rest[0] != ':')
            return false;
        rest = rest.IsEmpty ? rest : rest[1..];
        string fill = " ";
        char align = '\0';
        if (rest.Length > 1 && rest[1] is '<' or '>' or '^')
        {
            fill = rest[..1].ToString();
            align = rest[1];
            rest = rest[2..];
        }
        else if (!rest.IsEmpty && rest[0] is '<' or '>' or '^')
        {
            align = rest[0];
            rest = rest[1..];
        }

        if (rest.EndsWith("s") || rest.EndsWith("d"))
            rest = rest[..^1];
        if (fill == " " && rest.Length > 1 && rest[0] == '0')
            fill = "0";
        int dot = rest.IndexOf('.');
        int precision = -1;
        if (dot >= 0 && !TryParseNumber(rest[(dot + 1)..], out precision))
            return false;
        rest = dot < 0 ? rest : rest[..dot];
        int width = 0;
        if (!rest.IsEmpty && !TryParseNumber(rest, out width))
            return false;
        if (char.IsSurrogate(fill[0]))
            return false;
        format = new TextFormat(fill, align, width, precision);
        return true;
    }

    /// <summary>Formats what stands in the buffer from a place on; numbers stand to the right, all else to the left, where nothing is said.</summary>
    public void Apply(Utf8Buffer output, int start, bool isNumber)
    {
        string text = Encoding.UTF8.GetString(output.WrittenSpan[start..]);
        if (_precision >= 0 && !isNumber)
            text = string.Concat(text.EnumerateRunes().Take(_precision).Select(static rune => rune.ToString()));
        output.Truncate(start);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int missing = Math.Max(0, _width - TextEdit.CountCharacters(utf8));
        int before = _align switch { '<' => 0, '>' => missing, '^' => missing / 2, _ => isNumber ? missing : 0 };
        Fill(output, before);
        output.Append(utf8);
        Fill(output, missing - before);
    }

    private void Fill(Utf8Buffer output, int count)
    {
        for (int i = 0; i < count; i++)
            output.Append(_fill);
    }

    private static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
        => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= MaxWidth;
}
