using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace IntelMQ.Bots;

internal sealed class SecretForm : ParameterForm<Secret>
{
    public override string Words => "a text, never shown";

    public override string Expected => "a text";

    public override bool IsSecret => true;

    public override bool TryRead(JsonElement json, ParameterReading reading, [MaybeNullWhen(false)] out Secret value)
    {
        value = null;
        if (!ParameterForms.Text.TryRead(json, reading, out string? text))
            return false;
        if (!Secret.TrySplit(text, out string? kind, out string? name))
            return (value = new Secret(text)) is not null;
        if (reading.Secrets.Find(kind, name, out string? problem) is not { } found)
            return reading.Refuse(problem ?? "there is no such secret");
        value = new Secret(found, text);
        return true;
    }

    // Of a secret that was given itself nothing is written.
    public override void Write(Utf8JsonWriter writer, Secret value) => writer.WriteStringValue(value.Reference ?? "");

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "string"u8);
        writer.WriteBoolean("writeOnly"u8, true);
    }

    public override bool IsNothing(Secret value) => value.IsEmpty;
}
