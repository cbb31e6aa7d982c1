using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Bots;

namespace IntelMQ.Mail.Outputs;

/// <summary>How a value is filled up, cut or rounded, in the short form of Python: <c>*^10.3</c>, <c>05d</c>, <c>.1f</c>, <c>x</c>.</summary>
internal sealed partial class NumberFormat
{
    private const int MaxWidth = 1000;

    private readonly string _fill;
    private readonly char _align;
    private readonly bool _hasSign;
    private readonly int _width;
    private readonly int? _precision;
    private readonly char _type;

    private NumberFormat(Match match)
    {
        _fill = match.Groups["fill"].Success ? match.Groups["fill"].Value : match.Groups["zero"].Success ? "0" : " ";
        _align = match.Groups["align"] is { Length: 1 } align ? align.Value[0] : match.Groups["zero"].Success ? '=' : '\0';
        _hasSign = match.Groups["sign"].Value == "+";
        _width = match.Groups["width"] is { Length: > 0 } width ? int.Parse(width.Value, CultureInfo.InvariantCulture) : 0;
        _precision = match.Groups["precision"] is { Length: > 0 } precision ? int.Parse(precision.Value, CultureInfo.InvariantCulture) : null;
        _type = match.Groups["type"] is { Length: 1 } type ? type.Value[0] : '\0';
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out NumberFormat? format)
    {
        Match match = Form().Match(text);
        format = match.Success ? new NumberFormat(match) : null;
        if (format is { _width: <= MaxWidth, _precision: null or <= 100 })
            return true;
        format = null;
        return false;
    }

    /// <summary>Writes a value that has been written plainly.</summary>
    /// <exception cref="RefusedException">A number is asked for, and it is none.</exception>
    public string Apply(string text, bool isNumber)
    {
        if (!isNumber && _type is not ('\0' or 's'))
            throw new RefusedException($"The text asks for a number, but the event has '{MailParts.Header(text)}'.");
        if (!isNumber || _type == 's')
            return Filled(_precision is { } length ? string.Concat(text.EnumerateRunes().Take(length).Select(static rune => rune.ToString())) : text, '<');
        return Filled(Sign(Number(text)), '>');
    }

    private string Number(string text)
    {
        bool isWhole = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole);
        double real = isWhole ? (double)whole : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return _type switch
        {
            'f' or 'F' => real.ToString($"F{_precision ?? 6}", CultureInfo.InvariantCulture),
            '%' => (real * 100).ToString($"F{_precision ?? 6}", CultureInfo.InvariantCulture) + "%",
            '\0' or 'd' or 'n' when isWhole || _type == '\0' => _precision is { } digits && !isWhole ? real.ToString($"G{Math.Max(1, digits)}", CultureInfo.InvariantCulture) : text,
            'x' when isWhole => Hex(whole, "x"),
            'X' when isWhole => Hex(whole, "X"),
            _ => throw new RefusedException($"The text asks for a whole number, but the event has {text}."),
        };
    }

    private static string Hex(BigInteger whole, string format)
        => (whole.Sign < 0 ? "-" : "") + (BigInteger.Abs(whole).ToString(format, CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } digits ? digits : "0");

    private string Sign(string number) => _hasSign && !number.StartsWith('-') ? "+" + number : number;

    private string Filled(string text, char otherwise)
    {
        int missing = _width - text.EnumerateRunes().Count();
        if (missing <= 0)
            return text;
        char align = _align is '\0' ? otherwise : _align;
        int before = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        int sign = align == '=' && text[0] is '-' or '+' ? 1 : 0;
        var output = new StringBuilder(text[..sign]);
        for (int i = 0; i < before; i++)
            output.Append(_fill);
        output.Append(text, sign, text.Length - sign);
        for (int i = before; i < missing; i++)
            output.Append(_fill);
        return output.ToString();
    }

    [GeneratedRegex(@"\A(?:(?<fill>(?:[\ud800-\udbff][\udc00-\udfff]|[\s\S]))(?=[<>^=])(?<align>[<>^=])|(?<align>[<>^=]))?(?<sign>[-+ ])?(?<zero>0)?(?<width>[0-9]{0,4})(?:\.(?<precision>[0-9]{1,3}))?(?<type>[sdnfFxX%])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
