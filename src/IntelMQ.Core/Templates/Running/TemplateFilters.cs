using System.Globalization;
using System.Text;
using IntelMQ.Text;

namespace IntelMQ.Templates;

/// <summary>The filters and tests that templates know.</summary>
internal static class TemplateFilters
{
    public static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "abs", "capitalize", "count", "d", "default", "e", "escape", "first", "float", "format", "int", "items", "join", "last", "length", "list", "lower", "map",
        "replace", "reverse", "round", "sort", "string", "sum", "tojson", "trim", "truncate", "unique", "upper",
    };

    public static readonly HashSet<string> Tests = new(StringComparer.Ordinal)
    {
        "boolean", "defined", "eq", "equalto", "even", "false", "in", "integer", "float", "iterable", "mapping", "none", "number", "odd", "sequence",
        "string", "true", "undefined",
    };

    public static object? Apply(string name, object? value, TemplateArguments arguments) => name switch
    {
        "abs" => value is long integer and not long.MinValue ? (object)Math.Abs(integer) : Math.Abs(Number(value)),
        "capitalize" => Capitalize(Str(value)),
        "count" or "length" => Length(value),
        "d" or "default" => value is TemplateUndefined || (TemplateValues.IsTrue(arguments.Get(1, "boolean")) && !TemplateValues.IsTrue(value))
            ? arguments.Get(0, "default_value", "") : value,
        "e" or "escape" => Escape(Str(value)),
        "first" => TemplateValues.Items(value) is [var first, ..] ? first : TemplateUndefined.Value,
        "last" => TemplateValues.Items(value) is [.., var last] ? last : TemplateUndefined.Value,
        "int" => ToInteger(value, arguments.Get(0, "default", 0L)),
        "float" => ToFloat(value, arguments.Get(0, "default", 0.0)),
        "items" => Pairs(value),
        "join" => Join(value, Str(arguments.Get(0, "d", ""))),
        "list" => new List<object?>(TemplateValues.Items(value)),
        "lower" => PythonCase.Lower(Str(value)),
        "upper" => PythonCase.Upper(Str(value)),
        "map" => Map(value, arguments),
        "replace" => Replace(Str(value), Str(arguments.Get(0, "old")), Str(arguments.Get(1, "new")), arguments.Get(2, "count")),
        "reverse" => value is string text ? string.Concat(TemplateValues.Items(text).Select(TemplateValues.Str).Reverse()) : Enumerable.Reverse(TemplateValues.Items(value)).ToList(),
        "sort" => Sort(value, TemplateValues.IsTrue(arguments.Get(0, "reverse")), TemplateValues.IsTrue(arguments.Get(1, "case_sensitive"))),
        "format" => PercentFormat.Apply(Str(value), arguments.Values),
        "round" => Round(Number(value), arguments),
        "string" => Str(value),
        "sum" => Sum(value, arguments),
        "tojson" => ToJson(value),
        "trim" => Str(value).Trim(arguments.Get(0, "chars") is string characters ? characters.ToCharArray() : null),
        "truncate" => Truncate(Str(value), arguments),
        "unique" => Unique(value, TemplateValues.IsTrue(arguments.Get(0, "case_sensitive"))),
        _ => throw new TemplateError($"there is no filter '{name}'."),
    };

    public static bool Test(string name, object? value, TemplateArguments arguments) => name switch
    {
        "defined" => value is not TemplateUndefined,
        "undefined" => value is TemplateUndefined,
        "none" => value is null,
        "boolean" => value is bool,
        "true" => value is true,
        "false" => value is false,
        "string" => value is string,
        "integer" => value is long or System.Numerics.BigInteger,
        "float" => value is double,
        "number" => value is not null && TemplateValues.TryNumber(value, out _),
        "mapping" => value is ITemplateMap,
        "sequence" or "iterable" => value is string or List<object?> or ITemplateMap or TemplateUndefined,
        "even" => Number(value) % 2 == 0,
        "odd" => Math.Abs(Number(value) % 2) == 1,
        "eq" or "equalto" => TemplateValues.AreEqual(value, arguments.Get(0, "other")),
        "in" => TemplateValues.Contains(arguments.Get(0, "seq"), value),
        _ => throw new TemplateError($"there is no test '{name}'."),
    };

    public static List<object?> Pairs(object? value) => value switch
    {
        ITemplateMap map => [.. map.Keys.Select(key => new List<object?> { key, map.TryGet(key, out object? member) ? member : null })],
        TemplateUndefined => [],
        _ => throw new TemplateError($"{TemplateValues.Kind(value)} is no map."),
    };

    public static string Replace(string text, string old, string replacement, object? count)
    {
        long left = count is long number and >= 0 ? number : long.MaxValue;
        var output = new StringBuilder();
        int at = 0;
        while (left-- > 0 && (at < text.Length || old.Length == 0))
        {
            int next = old.Length == 0 ? at : text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0)
                break;
            output.Append(text, at, next - at).Append(replacement);
            at = next + old.Length;
            // Nothing is found before each character, and at the end.
            if (old.Length == 0 && at == text.Length)
                break;
            if (old.Length == 0)
            {
                int length = char.IsSurrogatePair(text, at < text.Length - 1 ? at : 0) && at < text.Length - 1 ? 2 : 1;
                output.Append(text, at, length);
                at += length;
            }

            if (output.Length > TemplateContext.MaxLength)
                throw new TemplateError("the text grows beyond 1 MiB.");
        }

        return Bounded(output.Append(text, at, text.Length - at).ToString());
    }

    public static string Join(object? value, string separator)
    {
        var output = new StringBuilder();
        bool isFirst = true;
        foreach (object? item in TemplateValues.Items(value))
        {
            output.Append(isFirst ? "" : separator).Append(Str(item));
            isFirst = false;
            if (output.Length > TemplateContext.MaxLength)
                throw new TemplateError("the text grows beyond 1 MiB.");
        }

        return output.ToString();
    }

    public static string Bounded(string text)
        => text.Length <= TemplateContext.MaxLength ? text : throw new TemplateError("the text grows beyond 1 MiB.");

    private static string Str(object? value) => TemplateValues.Str(value);

    private static double Number(object? value)
        => TemplateValues.TryNumber(value, out double number) ? number : throw new TemplateError($"{TemplateValues.Kind(value)} is no number.");

    private static long Length(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        ITemplateMap map => map.Keys.Count(),
        _ => TemplateValues.Items(value).Count,
    };

    private static string Capitalize(string text)
        => text.Length == 0 ? text : PythonCase.Upper(text[..1]) + PythonCase.Lower(text[1..]);

    private static string Escape(string text)
        => Bounded(new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&#34;").Replace("'", "&#39;").ToString());

    private static object? ToInteger(object? value, object? otherwise)
    {
        if (value is long or System.Numerics.BigInteger)
            return value;
        if (value is string text && long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return integer;
        double number = ToFloat(value, null) is double real ? Math.Truncate(real) : double.NaN;
        return Math.Abs(number) < long.MaxValue ? (long)number : otherwise;
    }

    private static object? ToFloat(object? value, object? otherwise)
    {
        if (TemplateValues.TryNumber(value, out double number))
            return number;
        return value is string text && double.TryParse(text.AsSpan().Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number : otherwise;
    }

    private static List<object?> Map(object? value, TemplateArguments arguments)
    {
        object? attribute = arguments.Get(-1, "attribute", TemplateUndefined.Value);
        object? missing = arguments.Get(-1, "default", TemplateUndefined.Value);
        if (attribute is not TemplateUndefined)
            return [.. TemplateValues.Items(value).Select(item => TemplateValues.Item(item, attribute) is var found and not TemplateUndefined ? found : missing)];
        string filter = Str(arguments.Get(0, "filter"));
        if (filter == "map")
            throw new TemplateError("map cannot be mapped.");
        return [.. TemplateValues.Items(value).Select(item => Apply(filter, item, arguments.Rest()))];
    }

    private static List<object?> Sort(object? value, bool reverse, bool caseSensitive)
    {
        var keys = TemplateValues.Items(value).Select(item => (Key: Fold(item, caseSensitive), Item: item)).ToList();
        var comparer = Comparer<object?>.Create(TemplateValues.Compare);
        var sorted = reverse ? keys.OrderByDescending(static pair => pair.Key, comparer) : keys.OrderBy(static pair => pair.Key, comparer);
        try
        {
            return [.. sorted.Select(static pair => pair.Item)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is TemplateError error)
        {
            // The framework wraps what a comparison throws.
            throw new TemplateError(error.Message);
        }
    }

    private static List<object?> Unique(object? value, bool caseSensitive)
    {
        var seen = new HashSet<(string, string)>();
        return [.. TemplateValues.Items(value).Where(item => seen.Add((TemplateValues.Kind(item), Str(Fold(item, caseSensitive)))))];
    }

    private static double Round(double value, TemplateArguments arguments)
    {
        int digits = (int)Math.Clamp(arguments.Get(0, "precision") is long precision ? precision : 0, 0, 15);
        double scale = Math.Pow(10, digits);
        return Str(arguments.Get(1, "method", "common")) switch
        {
            "ceil" => Math.Ceiling(value * scale) / scale,
            "floor" => Math.Floor(value * scale) / scale,
            _ => Round(value, digits),
        };
    }

    // As Python: by the exact value, which is rarely the one that is written; what is exactly in the middle becomes even.
    private static double Round(double value, int digits)
    {
        string exact = value.ToString($"F{digits + 40}", CultureInfo.InvariantCulture);
        return exact.EndsWith("5" + new string('0', 39), StringComparison.Ordinal)
            ? Math.Round(value, digits, MidpointRounding.ToEven)
            : double.Parse(value.ToString($"F{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static object? Sum(object? value, TemplateArguments arguments)
    {
        object? attribute = arguments.Get(0, "attribute");
        object? sum = arguments.Get(1, "start", 0L);
        foreach (object? item in TemplateValues.Items(value))
            sum = TemplateOperators.Calculate("+", sum, attribute is null ? item : TemplateValues.Item(item, attribute));
        return sum;
    }

    private static string Truncate(string text, TemplateArguments arguments)
    {
        string end = Str(arguments.Get(2, "end", "..."));
        int length = (int)Math.Clamp(arguments.Get(0, "length") is long given ? given : 255, end.Length, TemplateContext.MaxLength);
        long leeway = arguments.Get(3, "leeway") is long allowed ? allowed : 5;
        if (Length(text) <= length + leeway)
            return text;
        string cut = (string)TemplateValues.Slice(text, null, (long)(length - end.Length))!;
        int blank = TemplateValues.IsTrue(arguments.Get(1, "killwords")) ? -1 : cut.LastIndexOf(' ');
        return (blank < 0 ? cut : cut[..blank]) + end;
    }

    private static object? Fold(object? value, bool caseSensitive) => value is string text && !caseSensitive ? PythonCase.Lower(text) : value;

    private static string ToJson(object? value)
    {
        var output = new Utf8Buffer();
        TemplateValues.WriteJson(value, output);
        // So that the text can stand within HTML.
        return new StringBuilder(Encoding.UTF8.GetString(output.WrittenSpan))
            .Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("'", "\\u0027").ToString();
    }
}
