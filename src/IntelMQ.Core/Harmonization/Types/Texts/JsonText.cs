using System.Text.Json;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

/// <summary>What a text is to the JSON types.</summary>
internal enum JsonTextKind
{
    /// <summary>Not JSON.</summary>
    None,

    /// <summary>JSON, but nested deeper than is accepted.</summary>
    TooDeep,

    /// <summary>JSON other than an object with members.</summary>
    Value,

    /// <summary>An object with at least one member.</summary>
    Object,
}

/// <summary>Tells whether a text is JSON, in time and stack that hostile text cannot raise.</summary>
internal static class JsonText
{
    /// <summary>Reads the text to its end.</summary>
    public static JsonTextKind Inspect(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = text.Trim(" \t\r\n"u8);
        if (trimmed.IsEmpty)
            return JsonTextKind.None;
        switch (trimmed[0])
        {
            // Most text is told apart here, without the cost of an exception.
            case (byte)'{' or (byte)'[' or (byte)'"' or (byte)'t' or (byte)'f' or (byte)'n' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                break;
            default:
                return IsPythonLiteral(trimmed) ? JsonTextKind.Value : JsonTextKind.None;
        }

        try
        {
            var reader = new Utf8JsonReader(trimmed, new JsonReaderOptions { MaxDepth = int.MaxValue });
            bool hasMembers = false;
            while (reader.Read())
            {
                if (reader.CurrentDepth >= PythonJson.MaxDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    return JsonTextKind.TooDeep;
                hasMembers |= reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1;
            }

            return hasMembers ? JsonTextKind.Object : JsonTextKind.Value;
        }
        catch (JsonException)
        {
            return IsPythonLiteral(trimmed) ? JsonTextKind.Value : JsonTextKind.None;
        }
    }

    // Python's decoder takes these for JSON. Within arrays and objects we do not.
    private static bool IsPythonLiteral(ReadOnlySpan<byte> text)
        => text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8);
}
