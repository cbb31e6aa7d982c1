using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>From a JSON token to a wire value.</summary>
internal static class WireJson
{
    /// <summary>
    /// Reads the value that the reader stands on, and leaves the reader on its last token. Text without escapes, numbers and nested JSON
    /// are views of the source; text with escapes is written to the buffer.
    /// </summary>
    /// <returns><see langword="false"/> for text that is no Unicode (lone surrogates), and for values cut short.</returns>
    /// <exception cref="JsonException">The source is not JSON.</exception>
    public static bool TryReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, Utf8Buffer text, out FieldValue value)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return TryReadText(ref reader, text, out value);
            case JsonTokenType.Number:
                value = FieldValue.Number(reader.ValueSpan);
                return true;
            case JsonTokenType.True:
            case JsonTokenType.False:
                value = FieldValue.Boolean(reader.TokenType == JsonTokenType.True);
                return true;
            case JsonTokenType.Null:
                value = FieldValue.Null;
                return true;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                int start = (int)reader.TokenStartIndex;
                bool ok = SkipChecked(ref reader);
                value = ok ? FieldValue.Json(source[start..(int)reader.BytesConsumed]) : FieldValue.Missing;
                return ok;
            default:
                value = FieldValue.Missing;
                return false;
        }
    }

    private static bool TryReadText(ref Utf8JsonReader reader, Utf8Buffer text, out FieldValue value)
    {
        if (!reader.ValueIsEscaped)
        {
            value = FieldValue.Text(reader.ValueSpan);
            return true;
        }

        int start = text.Length;
        try
        {
            text.Advance(reader.CopyString(text.GetSpan(reader.ValueSpan.Length)));
            value = FieldValue.Text(text.Slice(start, text.Length - start));
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's only word for a lone surrogate.
            value = FieldValue.Missing;
            return false;
        }
    }

    private static bool SkipChecked(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        Span<byte> small = stackalloc byte[256];
        while (reader.Read())
        {
            if (reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                return true;
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                byte[]? large = reader.ValueSpan.Length > small.Length ? new byte[reader.ValueSpan.Length] : null;
                try
                {
                    reader.CopyString(large ?? small);
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            }
        }

        return false;
    }
}
