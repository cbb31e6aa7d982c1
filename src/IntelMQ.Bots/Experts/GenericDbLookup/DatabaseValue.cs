using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Experts;

/// <summary>A cell of a database's row as a wire value: numbers, truth values, texts, JSON, lists of these.</summary>
internal sealed class DatabaseValue
{
    private const int MaxDepth = 32;

    private readonly FieldValueKind _kind;
    private readonly byte[] _utf8;

    private DatabaseValue(FieldValueKind kind, string text)
    {
        _kind = kind;
        _utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The value.</summary>
    public FieldValue Wire => FieldValue.Of(_kind, _utf8);

    /// <summary>Converts what a driver gives.</summary>
    /// <param name="value">The cell; null and <see cref="DBNull"/> give null.</param>
    /// <param name="typeName">The database's name of its type, such as <c>jsonb</c>.</param>
    /// <param name="column">The column's name, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such value in JSON.</exception>
    public static DatabaseValue? Of(object? value, string typeName, string column) => value switch
    {
        null or DBNull => null,
        byte[] => throw Refusal(column, "bytes"),
        bool boolean => new(FieldValueKind.Boolean, boolean ? "true" : "false"),
        string text when typeName is "json" or "jsonb" => OfJson(text, column),
        IEnumerable and not string => new(FieldValueKind.Json, Json(value, column, 0)),
        _ when NumberOf(value, column) is { } number => new(FieldValueKind.Number, number),
        _ => new(FieldValueKind.Text, TextOf(value, column)),
    };

    private static DatabaseValue OfJson(string json, string column)
    {
        using JsonDocument document = Parse(json, column);
        JsonElement root = document.RootElement;
        return root.ValueKind switch
        {
            JsonValueKind.String => new(FieldValueKind.Text, root.GetString()!),
            JsonValueKind.Number => new(FieldValueKind.Number, root.GetRawText()),
            JsonValueKind.True or JsonValueKind.False => new(FieldValueKind.Boolean, root.GetRawText()),
            JsonValueKind.Null => new(FieldValueKind.Null, ""),
            _ => new(FieldValueKind.Json, root.GetRawText()),
        };
    }

    private static JsonDocument Parse(string json, string column)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The column {column} holds what is no JSON.", exception);
        }
    }

    private static string? NumberOf(object value, string column) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        double or float => IsFinite(value) ? ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture) : throw Refusal(column, "a number that is not finite"),
        _ => null,
    };

    private static bool IsFinite(object value) => value is float single ? float.IsFinite(single) : double.IsFinite((double)value);

    private static string TextOf(object value, string column) => value switch
    {
        string or char or Guid or IPAddress or IPNetwork or PhysicalAddress => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        // The driver's own types for addresses and networks have the text form that everybody has.
        _ when value.GetType().Name is "NpgsqlInet" or "NpgsqlCidr" => value.ToString()!,
        _ => throw Refusal(column, $"a value of the type {value.GetType().Name}"),
    };

    // Lists within lists, and what a driver gives for maps.
    private static string Json(object? value, string column, int depth)
    {
        if (depth > MaxDepth)
            throw Refusal(column, "lists that are nested too deep");
        switch (value)
        {
            case null or DBNull:
                return "null";
            case bool boolean:
                return boolean ? "true" : "false";
            case byte[]:
                throw Refusal(column, "a list of bytes");
            case IEnumerable<KeyValuePair<string, string?>> map:
                return $"{{{string.Join(", ", map.Select(pair => $"{Quoted(pair.Key)}: {Json(pair.Value, column, depth + 1)}"))}}}";
            case BitArray bits:
                return Quoted(string.Concat(bits.Cast<bool>().Select(static bit => bit ? '1' : '0')));
            case Array { Rank: > 1 }:
                throw Refusal(column, "a list of more than one dimension");
            case IEnumerable items and not string:
                return $"[{string.Join(", ", items.Cast<object?>().Select(item => Json(item, column, depth + 1)))}]";
            default:
                return NumberOf(value, column) ?? Quoted(TextOf(value, column));
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static InvalidDataException Refusal(string column, string what) => new($"The column {column} holds {what}, which cannot stand in an event.");
}
