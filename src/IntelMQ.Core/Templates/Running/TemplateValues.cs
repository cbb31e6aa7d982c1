using System.Globalization;
using System.Numerics;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Templates;

/// <summary>
/// What templates do with values: null, booleans, <see cref="long"/>, <see cref="BigInteger"/>, <see cref="double"/>, texts, lists of
/// objects, <see cref="ITemplateMap"/> and <see cref="TemplateUndefined"/>.
/// </summary>
internal static class TemplateValues
{
    private const int MaxDepth = 80;

    public static bool IsTrue(object? value) => value switch
    {
        null or TemplateUndefined => false,
        bool boolean => boolean,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        ITemplateMap map => map.Keys.Any(),
        _ => !TryNumber(value, out double number) || number != 0,
    };

    /// <summary>The value as text, as Python writes it.</summary>
    public static string Str(object? value)
    {
        if (value is string text)
            return text;
        if (value is TemplateUndefined)
            return "";
        if (value is TemplateEvent)
            return value.ToString()!;
        var output = new Utf8Buffer();
        WriteRepr(value, output, 0);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static bool TryNumber(object? value, out double number)
    {
        number = value switch { bool boolean => boolean ? 1 : 0, long integer => integer, BigInteger big => (double)big, double real => real, _ => double.NaN };
        return value is bool or long or BigInteger or double;
    }

    public static bool AreEqual(object? left, object? right)
    {
        if (left is string || right is string)
            return left is string a && right is string b && a == b;
        if (left is long x && right is long y)
            return x == y;
        if (TryNumber(left, out double first) && TryNumber(right, out double second))
            return first == second;
        if (left is TemplateUndefined || right is TemplateUndefined || left is null || right is null)
            return ReferenceEquals(left, right);
        return (left is List<object?>) == (right is List<object?>) && Str(left) == Str(right);
    }

    public static int Compare(object? left, object? right)
    {
        if (left is string a && right is string b)
            return string.CompareOrdinal(a, b);
        if (left is long x && right is long y)
            return x.CompareTo(y);
        if (TryNumber(left, out double first) && TryNumber(right, out double second))
            return first.CompareTo(second);
        if (left is List<object?> here && right is List<object?> there)
            return CompareLists(here, there);
        throw new TemplateError($"{Kind(left)} and {Kind(right)} cannot be compared.");
    }

    /// <summary>A part of a text or list, by places from its start or, negative, from its end.</summary>
    public static object? Slice(object? container, object? from, object? to)
    {
        if (from is not (null or long) || to is not (null or long))
            throw new TemplateError("a part is named by whole numbers.");
        List<object?> items = container is string or List<object?> ? Items(container) : throw new TemplateError($"{Kind(container)} has no parts.");
        int start = Place(from, 0);
        int end = Math.Max(start, Place(to, items.Count));
        List<object?> part = items[start..end];
        return container is string ? string.Concat(part) : part;

        int Place(object? place, int otherwise)
            => place is long number ? (int)Math.Clamp(number < 0 ? number + items.Count : number, 0, items.Count) : otherwise;
    }

    private static int CompareLists(List<object?> left, List<object?> right)
    {
        for (int i = 0; i < left.Count && i < right.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
                return Compare(left[i], right[i]);
        }

        return left.Count.CompareTo(right.Count);
    }

    public static bool Contains(object? container, object? value) => container switch
    {
        string text => value is string part && text.Contains(part, StringComparison.Ordinal),
        List<object?> list => list.Exists(item => AreEqual(item, value)),
        ITemplateMap map => value is string key && map.TryGet(key, out _),
        TemplateUndefined => false,
        _ => throw new TemplateError($"nothing is in {Kind(container)}."),
    };

    /// <summary>A member by name or number; undefined where there is none.</summary>
    public static object? Item(object? container, object? key)
    {
        switch (container)
        {
            case ITemplateMap map:
                return map.TryGet(Str(key), out object? found) ? found : TemplateUndefined.Value;
            case List<object?> list when key is long index:
                index += index < 0 ? list.Count : 0;
                return index >= 0 && index < list.Count ? list[(int)index] : TemplateUndefined.Value;
            case string text when key is long index:
                index += index < 0 ? text.Length : 0;
                return index >= 0 && index < text.Length ? text[(int)index].ToString() : TemplateUndefined.Value;
            case TemplateUndefined:
                throw new TemplateError($"'{Str(key)}' is asked of a value that is not defined.");
            default:
                return TemplateUndefined.Value;
        }
    }

    public static List<object?> Items(object? value) => value switch
    {
        List<object?> list => list,
        string text => [.. text.EnumerateRunes().Select(static rune => (object?)rune.ToString())],
        ITemplateMap map => [.. map.Keys],
        TemplateUndefined => [],
        _ => throw new TemplateError($"{Kind(value)} is no list."),
    };

    public static string Kind(object? value) => value switch
    {
        null => "none",
        TemplateUndefined => "a value that is not defined",
        bool => "a boolean",
        string => "a text",
        List<object?> => "a list",
        ITemplateMap => "a map",
        TemplateFunction or TemplateMacro => "a function",
        _ => "a number",
    };

    public static void WriteJson(object? value, Utf8Buffer output, int depth = 0)
    {
        Check(output, depth);
        switch (value)
        {
            case null or TemplateUndefined:
                output.Append("null"u8);
                break;
            case bool boolean:
                output.Append(boolean ? "true"u8 : "false"u8);
                break;
            case string text:
                PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: true);
                break;
            case List<object?> list:
                WriteAll(list, '[', ']', output, item => WriteJson(item, output, depth + 1));
                break;
            case ITemplateMap map:
                WriteAll(map.Keys.Order(StringComparer.Ordinal), '{', '}', output, key =>
                {
                    PythonJson.WriteString(Encoding.UTF8.GetBytes(key), output, ascii: true);
                    output.Append(": "u8);
                    WriteJson(map.TryGet(key, out object? member) ? member : null, output, depth + 1);
                });
                break;
            default:
                WriteRepr(value, output, depth);
                break;
        }
    }

    private static void WriteRepr(object? value, Utf8Buffer output, int depth)
    {
        Check(output, depth);
        switch (value)
        {
            case null:
                output.Append("None"u8);
                break;
            case TemplateUndefined:
                output.Append("Undefined"u8);
                break;
            case bool boolean:
                output.Append(boolean ? "True"u8 : "False"u8);
                break;
            case string text:
                PythonRepr.WriteText(Encoding.UTF8.GetBytes(text), output);
                break;
            case double real:
                PythonNumber.Write(real, output);
                break;
            case List<object?> list:
                WriteAll(list, '[', ']', output, item => WriteRepr(item, output, depth + 1));
                break;
            case ITemplateMap map:
                WriteAll(map.Keys, '{', '}', output, key =>
                {
                    PythonRepr.WriteText(Encoding.UTF8.GetBytes(key), output);
                    output.Append(": "u8);
                    WriteRepr(map.TryGet(key, out object? member) ? member : null, output, depth + 1);
                });
                break;
            default:
                if (value is not IFormattable number)
                    throw new TemplateError($"{Kind(value)} is no text; call it.");
                output.Append(number.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteAll<T>(IEnumerable<T> items, char open, char close, Utf8Buffer output, Action<T> write)
    {
        output.Append((byte)open);
        bool isFirst = true;
        foreach (T item in items)
        {
            if (!isFirst)
                output.Append(", "u8);
            isFirst = false;
            write(item);
        }

        output.Append((byte)close);
    }

    private static void Check(Utf8Buffer output, int depth)
    {
        if (depth > MaxDepth)
            throw new TemplateError("the value is nested too deep.");
        if (output.Length > TemplateContext.MaxLength)
            throw new TemplateError("the text grows beyond 1 MiB.");
    }
}
