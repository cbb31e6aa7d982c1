using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>JSON for parsers that no map can describe.</summary>
public static class JsonReport
{
    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = PythonJson.MaxDepth };
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = PythonJson.MaxDepth };

    /// <summary>The elements of an array, or the one that is no array, as they stand; what IntelMQ passes over is left out.</summary>
    /// <exception cref="InvalidReportException">The text is not JSON.</exception>
    public static IReadOnlyList<ReportLine> Elements(ReadOnlyMemory<byte> text)
    {
        try
        {
            return FindElements(text);
        }
        catch (JsonException exception)
        {
            throw new InvalidReportException($"The report is not valid JSON, or nested deeper than {PythonJson.MaxDepth} levels, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", exception);
        }
    }

    /// <summary>Reads an element. Halves of surrogate pairs become U+FFFD.</summary>
    /// <returns>The document; <see langword="null"/> for what is not JSON, and for what is not UTF-8.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> element)
    {
        try
        {
            // The texts of a document are read when they are asked for, and what is no UTF-8 is found only then.
            return Utf8.IsValid(element.Span) ? JsonDocument.Parse(JsonUnicode.Repair(element), DocumentOptions) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A value of a document as a wire value. Arrays and objects are written anew, on one line.</summary>
    public static FieldValue ValueOf(JsonElement value)
    {
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(value);
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return FieldValue.Text(raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(value.GetString()!) : raw[1..^1]);
            case JsonValueKind.Number:
                return FieldValue.Number(raw);
            case JsonValueKind.True or JsonValueKind.False:
                return FieldValue.Boolean(value.ValueKind == JsonValueKind.True);
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return FieldValue.Null;
            default:
                return FieldValue.Json(Write(value, sortKeys: false));
        }
    }

    /// <summary>An object's member as a wire value; missing where there is none. Of several with one name the last one counts.</summary>
    public static FieldValue Member(JsonElement value, string name)
        => value.TryGetProperty(name, out JsonElement member) ? ValueOf(member) : FieldValue.Missing;

    /// <summary>Whether IntelMQ passes over a value: null, false, zero, and empty text, array or object.</summary>
    public static bool IsNothing(JsonElement value) => IsNothing(JsonMarshal.GetRawUtf8Value(value));

    /// <summary>As the other overload, of a value's JSON without white space around it.</summary>
    internal static bool IsNothing(ReadOnlySpan<byte> json) => json[0] switch
    {
        (byte)'n' or (byte)'f' => true,
        (byte)'t' => false,
        (byte)'"' => json.Length == 2,
        (byte)'{' or (byte)'[' => json[1..^1].TrimStart(" \t\r\n"u8).IsEmpty,
        _ => double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number == 0,
    };

    /// <summary>The text of a string, otherwise the JSON.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>JSON as IntelMQ writes it.</summary>
    public static byte[] Write(JsonElement value, bool sortKeys)
    {
        var buffer = new Utf8Buffer();
        return PythonJson.TryWrite(JsonMarshal.GetRawUtf8Value(value), buffer, ascii: true, sortKeys) ? buffer.ToArray() : "null"u8.ToArray();
    }

    /// <summary>An object's members in their order; of several with one name the last one counts.</summary>
    public static OrderedDictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }

    private static List<ReportLine> FindElements(ReadOnlyMemory<byte> text)
    {
        var elements = new List<ReportLine>();
        var reader = new Utf8JsonReader(text.Span, ReaderOptions);
        reader.Read();
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        int counted = 0;
        int number = 1;
        while (!isArray || (reader.Read() && reader.TokenType != JsonTokenType.EndArray))
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            ReadOnlyMemory<byte> element = text[start..(int)reader.BytesConsumed];
            number += text.Span[counted..start].Count((byte)'\n');
            counted = start;
            if (!IsNothing(element.Span))
                elements.Add(new ReportLine(element, number, start));
            if (!isArray)
                break;
        }

        while (reader.Read())
        {
        }

        return elements;
    }
}
