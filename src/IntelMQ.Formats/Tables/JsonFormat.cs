using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>A format whose documents are JSON objects made by a table.</summary>
internal abstract class JsonFormat : EventFormat
{
    private const int MaxDepth = 64;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<FormatRow> Rows => Table.Rows;

    /// <summary>The table.</summary>
    protected abstract JsonTable Table { get; }

    /// <inheritdoc/>
    public sealed override void Write(Event message, Utf8Buffer output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        Table.Write(message, output);
    }

    /// <inheritdoc/>
    public sealed override FormatRead Read(ReadOnlySpan<byte> document, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (document.Length > MaxBytes)
            return FormatRead.Refused($"The document has more than {MaxBytes} bytes.");
        try
        {
            var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth });
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed != document.Length && document[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
                return FormatRead.Refused("Something follows the document's object.");
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return FormatRead.Refused("The document is no JSON object.");
            if (Refuses(json.RootElement) is { } reason)
                return FormatRead.Refused(reason);
            var reading = new EventReading(new Event(schema), json.RootElement);
            Table.Read(json.RootElement, reading);
            return reading.Message.Count == 0
                ? new FormatRead([], reading.Complaints, $"The document has no member that {Title} and events share.")
                : new FormatRead([reading.Message], reading.Complaints, null);
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

    /// <summary>Why an object is no document of this format; <see langword="null"/> where it may be one.</summary>
    protected virtual string? Refuses(JsonElement document) => null;
}
