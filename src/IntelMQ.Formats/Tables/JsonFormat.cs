using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>A format whose documents are JSON objects made by a table.</summary>
internal abstract class JsonFormat : EventFormat
{
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
        return JsonDocuments.Read(document, json =>
        {
            if (Refuses(json) is { } reason)
                return FormatRead.Refused(reason);
            var reading = new EventReading(new Event(schema), json);
            Table.Read(json, reading);
            return reading.Message.Count == 0
                ? new FormatRead([], reading.Complaints, $"The document has no member that {Title} and events share.")
                : new FormatRead([reading.Message], reading.Complaints, null);
        });
    }

    /// <summary>Why an object is no document of this format; <see langword="null"/> where it may be one.</summary>
    protected virtual string? Refuses(JsonElement document) => null;
}
