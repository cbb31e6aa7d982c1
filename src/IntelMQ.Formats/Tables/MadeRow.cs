using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>A member that is made of several fields, or always the same; it is not read, or by code of its own.</summary>
/// <param name="description">What the row says of itself.</param>
/// <param name="has">Whether there is a member; <see langword="null"/> for always.</param>
/// <param name="write">Writes its value.</param>
/// <param name="read">Takes its value; <see langword="null"/> where it is not read.</param>
internal sealed class MadeRow(FormatRow description, Func<Event, bool>? has, Action<Event, Utf8JsonWriter> write, Action<JsonElement, EventReading>? read = null) : JsonRow(description)
{
    public override bool Has(Event message) => has is null || has(message);

    public override void Write(Event message, Utf8JsonWriter json) => write(message, json);

    public override void Read(JsonElement value, EventReading reading) => read?.Invoke(value, reading);
}
