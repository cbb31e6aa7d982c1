using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>A member that only other programs write.</summary>
/// <param name="description">What the row says of itself.</param>
/// <param name="read">Takes its value.</param>
internal sealed class ReadRow(FormatRow description, Action<JsonElement, EventReading> read) : JsonRow(description)
{
    public override bool Has(Event message) => false;

    public override void Write(Event message, Utf8JsonWriter json)
    {
    }

    public override void Read(JsonElement value, EventReading reading) => read(value, reading);
}
