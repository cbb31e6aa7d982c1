using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>
/// Writes values in Python's literal form, which IntelMQ's event hash is made of: <c>'text'</c>, <c>5</c>, <c>1e+22</c>, <c>True</c>,
/// <c>None</c>, <c>[1, 'a']</c>, <c>{'a': 1}</c>. Which characters count as printable depends on the Unicode version, here as there.
/// </summary>
public static class PythonRepr
{
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(static b => b is < 0x20 or > 0x7E or '\'' or '\\').Select(static b => (byte)b)]);

    /// <summary>Appends a value in Python's literal form.</summary>
    /// <param name="value">Any wire value; missing and null are <c>None</c>. JSON that is broken or nested too deep is written as it stands.</param>
    /// <param name="output">Takes the literal.</param>
    public static void Write(FieldValue value, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                WriteText(value.Utf8, output);
                break;
            case FieldValueKind.Number:
                WriteNumber(value.Utf8, output);
                break;
            case FieldValueKind.Boolean:
                output.Append(value.Utf8.Length == 4 ? "True"u8 : "False"u8);
                break;
            case FieldValueKind.Json:
                WriteJson(value.Utf8, output);
                break;
            default:
                output.Append("None"u8);
                break;
        }
    }

    /// <summary>Appends a text as Python's string literal.</summary>
    /// <param name="utf8">The text, valid UTF-8.</param>
    /// <param name="output">Takes the literal.</param>
    public static void WriteText(ReadOnlySpan<byte> utf8, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        byte quote = utf8.Contains((byte)'\'') && !utf8.Contains((byte)'"') ? (byte)'"' : (byte)'\'';
        output.Append(quote);
        while (true)
        {
            int next = utf8.IndexOfAny(NotPlain);
            if (next < 0)
                break;
            output.Append(utf8[..next]);
            utf8 = utf8[next..];
            _ = Rune.DecodeFromUtf8(utf8, out Rune rune, out int length);
            WriteSpecial(rune, utf8[..length], quote, output);
            utf8 = utf8[length..];
        }

        output.Append(utf8);
        output.Append(quote);
    }

    private static void WriteSpecial(Rune rune, ReadOnlySpan<byte> bytes, byte quote, Utf8Buffer output)
    {
        switch (rune.Value)
        {
            case '\\':
                output.Append("\\\\"u8);
                break;
            case '\'':
                if (quote == '\'')
                    output.Append((byte)'\\');
                output.Append((byte)'\'');
                break;
            case '\n':
                output.Append("\\n"u8);
                break;
            case '\r':
                output.Append("\\r"u8);
                break;
            case '\t':
                output.Append("\\t"u8);
                break;
            default:
                if (IsPrintable(rune))
                    output.Append(bytes);
                else
                    WriteCode(rune.Value, output);
                break;
        }
    }

    private static void WriteCode(int code, Utf8Buffer output)
    {
        (byte letter, int digits) = code switch { <= 0xFF => ((byte)'x', 2), <= 0xFFFF => ((byte)'u', 4), _ => ((byte)'U', 8) };
        output.Append((byte)'\\');
        output.Append(letter);
        PythonJson.WriteHex(code, digits, output);
    }

    private static bool IsPrintable(Rune rune) => CharUnicodeInfo.GetUnicodeCategory(rune.Value) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => true,
    };

    // Unlike in JSON, infinity has a name here.
    private static void WriteNumber(ReadOnlySpan<byte> number, Utf8Buffer output)
    {
        if (!PythonNumber.IsInteger(number) && PythonNumber.TryParseDouble(number, out double value))
            PythonNumber.Write(value, output);
        else
            PythonJson.WriteNumber(number, output);
    }

    private static void WriteJson(ReadOnlySpan<byte> json, Utf8Buffer output)
    {
        using JsonDocument? document = JsonStrings.Parse(json);
        if (document is null)
            output.Append(json);
        else
            WriteElement(document.RootElement, output);
    }

    private static void WriteElement(JsonElement value, Utf8Buffer output)
    {
        bool first = true;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                output.Append((byte)'{');
                foreach (JsonMember member in JsonMember.Of(value, sorted: false))
                {
                    Separate(ref first, output);
                    WriteText(member.Name, output);
                    output.Append(": "u8);
                    WriteElement(member.Value, output);
                }

                output.Append((byte)'}');
                break;
            case JsonValueKind.Array:
                output.Append((byte)'[');
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Separate(ref first, output);
                    WriteElement(item, output);
                }

                output.Append((byte)']');
                break;
            case JsonValueKind.String:
                var text = new Utf8Buffer(64);
                JsonStrings.Unescape(value, text);
                WriteText(text.WrittenSpan, output);
                break;
            case JsonValueKind.Number:
                WriteNumber(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            default:
                output.Append(value.ValueKind switch { JsonValueKind.True => "True"u8, JsonValueKind.False => "False"u8, _ => "None"u8 });
                break;
        }
    }

    private static void Separate(ref bool first, Utf8Buffer output)
    {
        if (!first)
            output.Append(", "u8);
        first = false;
    }
}
