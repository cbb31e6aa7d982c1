using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Mail.Outputs;

/// <summary>A place of a format: which value stands there, and how it is written.</summary>
/// <param name="Field">The field; null for the whole event.</param>
/// <param name="Path">Members or places within the value.</param>
/// <param name="IsQuoted">Whether it is written as Python's literal.</param>
/// <param name="Format">How it is filled up and rounded; null for as it is.</param>
internal sealed record EventPlace(string? Field, IReadOnlyList<string> Path, bool IsQuoted, NumberFormat? Format)
{
    /// <summary>Appends the value.</summary>
    /// <param name="message">The event.</param>
    /// <param name="absent">What stands for a field that the event lacks.</param>
    /// <param name="output">Takes the text.</param>
    /// <exception cref="RefusedException">The value has no such part, or not the form that is asked for.</exception>
    public void Write(Event message, string absent, StringBuilder output)
    {
        var text = new Utf8Buffer();
        if (Field is null)
        {
            EventText.WriteInOrder(message, text);
            output.Append(Encoding.UTF8.GetString(text.WrittenSpan));
            return;
        }

        FieldValue value = Field == "extra" ? FieldValue.Text(message.ExtraAsJson()) : message[Field];
        if (value.IsMissing || (Field == "extra" && value.Utf8.IsEmpty))
        {
            if (Path.Count > 0)
                throw new RefusedException($"The text asks for a part of {Field}, which the event lacks.");
            output.Append(absent);
            return;
        }

        var held = new Utf8Buffer();
        byte[]? json = null;
        foreach (string step in Path)
        {
            json = PartOf(value, step);
            using JsonDocument part = JsonDocument.Parse(json);
            value = JsonFields.ValueOf(part.RootElement, held);
            if (value.Kind is FieldValueKind.Json or FieldValueKind.Number)
                value = FieldValue.Of(value.Kind, json);
        }

        if (IsQuoted)
            PythonRepr.Write(value, text);
        else
            PythonText.Str(value, text);
        string written = Encoding.UTF8.GetString(text.WrittenSpan);
        output.Append(Format is null ? written : Format.Apply(written, value.Kind == FieldValueKind.Number && !IsQuoted));
    }

    private byte[] PartOf(FieldValue value, string step)
    {
        if (value.Kind == FieldValueKind.Json)
        {
            using JsonDocument document = JsonDocument.Parse(value.Utf8.ToArray());
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(step, out JsonElement member))
                return Encoding.UTF8.GetBytes(member.GetRawText());
            if (root.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int place))
            {
                place += place < 0 ? root.GetArrayLength() : 0;
                if (place >= 0 && place < root.GetArrayLength())
                    return Encoding.UTF8.GetBytes(root[place].GetRawText());
            }
        }

        throw new RefusedException($"The text asks for the part '{step}' of {Field}, which has none.");
    }
}
