using System.Globalization;
using System.Numerics;
using System.Text;

namespace IntelMQ.Templates;

/// <summary>Python's way to put values into a text: <c>%s</c>, <c>%05.1f</c>, <c>%d</c>, <c>%x</c>.</summary>
internal static class PercentFormat
{
    private const int MaxWidth = 1000;

    public static string Apply(string text, List<object?> values)
    {
        var output = new StringBuilder();
        int next = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                output.Append(text[at]);
                continue;
            }

            string flags = Take(text, ref at, "-+ 0#");
            int width = Number(text, ref at) ?? 0;
            int? precision = null;
            if (at + 1 < text.Length && text[at + 1] == '.')
            {
                at++;
                precision = Number(text, ref at) ?? 0;
            }

            char kind = ++at < text.Length ? text[at] : throw new TemplateError("a '%' has nothing behind it.");
            if (kind == '%')
            {
                output.Append('%');
                continue;
            }

            object? value = next < values.Count ? values[next++] : throw new TemplateError("there are fewer values than places.");
            output.Append(Filled(Text(kind, value, flags, precision), flags, width, kind));
            if (output.Length > TemplateContext.MaxLength)
                throw new TemplateError("the text grows beyond 1 MiB.");
        }

        return next == values.Count ? output.ToString() : throw new TemplateError("there are more values than places.");
    }

    private static string Text(char kind, object? value, string flags, int? precision)
    {
        if (kind is 's' or 'r')
        {
            string text = TemplateValues.Str(kind == 'r' ? new List<object?> { value } : value);
            text = kind == 'r' ? text[1..^1] : text;
            return precision is { } length && length < text.Length ? text[..length] : text;
        }

        if (!TemplateValues.TryNumber(value, out double real))
            throw new TemplateError($"%{kind} takes a number, not {TemplateValues.Kind(value)}.");
        if (kind is not ('f' or 'F') && !double.IsFinite(real))
            throw new TemplateError($"%{kind} takes a whole number.");
        BigInteger whole = value is BigInteger big ? big : value is long integer ? integer : double.IsFinite(real) ? new BigInteger(Math.Truncate(real)) : 0;
        string sign = (kind is 'f' or 'F' ? real < 0 : whole < 0) ? "-" : flags.Contains('+', StringComparison.Ordinal) ? "+" : flags.Contains(' ', StringComparison.Ordinal) ? " " : "";
        return sign + kind switch
        {
            'd' or 'i' or 'u' => BigInteger.Abs(whole).ToString(CultureInfo.InvariantCulture),
            'x' => Hex("x"),
            'X' => Hex("X"),
            'f' or 'F' => Math.Abs(real).ToString($"F{Math.Min(precision ?? 6, 100)}", CultureInfo.InvariantCulture),
            _ => throw new TemplateError($"there is no place '%{kind}'; there are %s, %r, %d, %x, %f and %%."),
        };

        string Hex(string format) => BigInteger.Abs(whole).ToString(format, CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0";
    }

    private static string Filled(string text, string flags, int width, char kind)
    {
        if (text.Length >= width)
            return text;
        if (flags.Contains('-', StringComparison.Ordinal))
            return text.PadRight(width);
        if (!flags.Contains('0', StringComparison.Ordinal) || kind is 's' or 'r')
            return text.PadLeft(width);
        string sign = text[0] is '-' or '+' or ' ' ? text[..1] : "";
        return sign + text[sign.Length..].PadLeft(width - sign.Length, '0');
    }

    private static string Take(string text, ref int at, string characters)
    {
        int start = at + 1;
        while (at + 1 < text.Length && characters.Contains(text[at + 1], StringComparison.Ordinal))
            at++;
        return text[start..(at + 1)];
    }

    private static int? Number(string text, ref int at)
    {
        string digits = Take(text, ref at, "0123456789");
        if (digits.Length == 0)
            return null;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaxWidth
            ? number
            : throw new TemplateError($"a place cannot be {digits} wide.");
    }
}
