using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>Opens documents that are JSON objects, without trust in them.</summary>
internal static class JsonDocuments
{
    private const int MaxDepth = 64;

    /// <summary>Reads a document; what is wrong with it as JSON is the reason why it is refused.</summary>
    public static FormatRead Read(ReadOnlySpan<byte> document, Func<JsonElement, FormatRead> read)
    {
        if (document.Length > EventFormat.MaxBytes)
            return FormatRead.Refused($"The document has more than {EventFormat.MaxBytes} bytes.");
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth });
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            if (document[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
                return FormatRead.Refused("Something follows the document's object.");
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : FormatRead.Refused("The document is no JSON object.");
        }
        catch (JsonException exception)
        {
            return FormatRead.Refused($"The document is no JSON: {Printable.Of(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            return FormatRead.Refused("The document holds a text that is not Unicode.");
        }
    }

    /// <summary>The text of a member; <see langword="null"/> where it has none.</summary>
    public static string? Text(this JsonElement element, string member)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The elements of a member that is a list; none where it is none.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string member)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>The texts of a member that is a list.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string member)
        => element.List(member).Where(static value => value.ValueKind == JsonValueKind.String).Select(static value => value.GetString()!);
}
