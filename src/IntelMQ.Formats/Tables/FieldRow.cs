using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>A member that holds a field's value.</summary>
internal sealed class FieldRow(FormatRow description, JsonForm form, Func<Event, bool>? when = null) : JsonRow(description)
{
    private readonly FieldKey _key = Schema.Default.Key(description.Field);

    public override bool Has(Event message) => message[_key] is { IsMissing: false } value && form.Accepts(value) && (when is null || when(message));

    public override void Write(Event message, Utf8JsonWriter json) => form.Write(message[_key], json);

    public override void Read(JsonElement value, EventReading reading)
    {
        // Some programs make a list of everything.
        if (!form.TakesLists && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
            value = value[0];
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (form.TryRead(value, reading.Text, out FieldValue read))
            reading.Set(_key.Name, read, Path.Text);
        else
            reading.Complain(Path.Text, $"is not what {_key.Name} is made of");
    }
}
