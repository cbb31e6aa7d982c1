using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace IntelMQ.Text;

/// <summary>
/// Writes JSON as IntelMQ does, byte for byte: <c>", "</c> and <c>": "</c> between the parts, floats in Python's form (<c>1e3</c>
/// becomes <c>1000.0</c>), of several members with one name the last value.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PythonJson
{
    /// <summary>How deep arrays and objects may be nested.</summary>
    public const int MaxDepth = JsonStrings.MaxDepth;

    // What stands for itself within quotes: with ASCII escapes, and without them.
    private static readonly SearchValues<byte> NotPlainAscii = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(static b => b is < 0x20 or > 0x7E or '"' or '\\').Select(static b => (byte)b)]);

    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(static b => b is < 0x20 or '"' or '\\').Select(static b => (byte)b)]);

    /// <summary>Appends JSON in Python's form.</summary>
    /// <param name="json">JSON text, UTF-8.</param>
    /// <param name="output">Takes the JSON.</param>
    /// <param name="ascii">Whether what is not ASCII is written as <c>\uXXXX</c>.</param>
    /// <param name="sortKeys">Whether objects are written by name, in code point order, instead of in source order.</param>
    /// <returns>Whether the text was JSON, nested no deeper than <see cref="MaxDepth"/>; if not, nothing is appended.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> json, Utf8Buffer output, bool ascii, bool sortKeys)
    {
        ArgumentNullException.ThrowIfNull(output);
        using JsonDocument? document = JsonStrings.Parse(json);
        if (document is null)
            return false;
        WriteValue(document.RootElement, output, new Style(ascii, sortKeys));
        return true;
    }

    /// <summary>Appends a text as a JSON string with its quotes, exactly as Python writes it.</summary>
    /// <param name="utf8">The text, valid UTF-8.</param>
    /// <param name="output">Takes the string.</param>
    /// <param name="ascii">
    /// Whether everything but visible ASCII is written as <c>\uXXXX</c>; otherwise only quote, backslash and characters below U+0020
    /// are escaped.
    /// </param>
    public static void WriteString(ReadOnlySpan<byte> utf8, Utf8Buffer output, bool ascii)
    {
        ArgumentNullException.ThrowIfNull(output);
        SearchValues<byte> special = ascii ? NotPlainAscii : Escaped;
        output.Append((byte)'"');
        while (true)
        {
            int next = utf8.IndexOfAny(special);
            if (next < 0)
                break;
            output.Append(utf8[..next]);
            utf8 = utf8[(next + WriteEscape(utf8[next..], output))..];
        }

        output.Append(utf8);
        output.Append((byte)'"');
    }

    /// <summary>Appends a JSON number in Python's form; what no double can hold stays as it is.</summary>
    internal static void WriteNumber(ReadOnlySpan<byte> number, Utf8Buffer output)
    {
        if (PythonNumber.IsInteger(number))
            output.Append(number.SequenceEqual("-0"u8) ? "0"u8 : number);
        else if (PythonNumber.TryParseDouble(number, out double value) && double.IsFinite(value))
            PythonNumber.Write(value, output);
        else
            output.Append(number);
    }

    private static void WriteValue(JsonElement value, Utf8Buffer output, Style style)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output, style);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output, style);
                break;
            case JsonValueKind.String:
                ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
                if (raw.Contains((byte)'\\'))
                    WriteUnescaped(raw, output, style);
                else
                    WriteString(raw, output, style.Ascii);
                break;
            case JsonValueKind.Number:
                WriteNumber(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            default:
                output.Append(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private static void WriteUnescaped(ReadOnlySpan<byte> raw, Utf8Buffer output, Style style)
    {
        var text = new Utf8Buffer(Math.Max(raw.Length, 1));
        JsonStrings.Unescape(raw, text);
        WriteString(text.WrittenSpan, output, style.Ascii);
    }

    private static void WriteObject(JsonElement value, Utf8Buffer output, Style style)
    {
        output.Append((byte)'{');
        bool first = true;
        foreach (JsonMember member in JsonMember.Of(value, style.SortKeys))
        {
            if (!first)
                output.Append(", "u8);
            first = false;
            WriteString(member.Name, output, style.Ascii);
            output.Append(": "u8);
            WriteValue(member.Value, output, style);
        }

        output.Append((byte)'}');
    }

    private static void WriteArray(JsonElement value, Utf8Buffer output, Style style)
    {
        output.Append((byte)'[');
        bool first = true;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!first)
                output.Append(", "u8);
            first = false;
            WriteValue(item, output, style);
        }

        output.Append((byte)']');
    }

    // Writes the first character's escape; the result is how many bytes the character had.
    private static int WriteEscape(ReadOnlySpan<byte> text, Utf8Buffer output)
    {
        ReadOnlySpan<byte> shortForm = text[0] switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\r' => "\\r"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\f' => "\\f"u8,
            _ => default,
        };
        if (!shortForm.IsEmpty)
        {
            output.Append(shortForm);
            return 1;
        }

        _ = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
        Span<char> units = stackalloc char[2];
        foreach (char unit in units[..rune.EncodeToUtf16(units)])
        {
            output.Append("\\u"u8);
            WriteHex(unit, 4, output);
        }

        return length;
    }

    private readonly record struct Style(bool Ascii, bool SortKeys);

    /// <summary>Appends lower-case hexadecimal digits.</summary>
    internal static void WriteHex(int value, int digits, Utf8Buffer output)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
            output.Append("0123456789abcdef"u8[value >> shift & 15]);
    }
}
