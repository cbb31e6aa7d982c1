using System.Text.Json;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>How a value of an event stands in a JSON document.</summary>
internal abstract class JsonForm
{
    /// <summary>As it stands in the event.</summary>
    public static JsonForm Same { get; } = new SameForm();

    /// <summary>A text.</summary>
    public static JsonForm Text { get; } = new KindForm(FieldValueKind.Text);

    /// <summary>A number.</summary>
    public static JsonForm Number { get; } = new KindForm(FieldValueKind.Number);

    /// <summary>Whether a list is a value, and not several.</summary>
    public virtual bool TakesLists => false;

    /// <summary>Whether a value can stand in this form.</summary>
    public abstract bool Accepts(FieldValue value);

    /// <summary>Writes a value that is accepted.</summary>
    public abstract void Write(FieldValue value, Utf8JsonWriter json);

    /// <summary>Reads a value.</summary>
    /// <param name="element">The value in the document.</param>
    /// <param name="text">Takes the value's bytes.</param>
    /// <param name="value">The value, a view of them.</param>
    public virtual bool TryRead(JsonElement element, Utf8Buffer text, out FieldValue value)
    {
        value = FieldValue.Missing;
        try
        {
            value = JsonFields.ValueOf(element, text);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return false;
        }
    }

    private class SameForm : JsonForm
    {
        public override bool TakesLists => true;

        public override bool Accepts(FieldValue value) => true;

        public override void Write(FieldValue value, Utf8JsonWriter json)
        {
            switch (value.Kind)
            {
                case FieldValueKind.Text:
                    json.WriteStringValue(value.Utf8);
                    break;
                case FieldValueKind.Json:
                    var line = new Utf8Buffer(value.Utf8.Length + 1);
                    JsonFields.Append(value, line);
                    json.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
                    break;
                case FieldValueKind.Number or FieldValueKind.Boolean:
                    json.WriteRawValue(value.Utf8, skipInputValidation: true);
                    break;
                default:
                    json.WriteNullValue();
                    break;
            }
        }
    }

    private sealed class KindForm(FieldValueKind kind) : SameForm
    {
        public override bool TakesLists => false;

        public override bool Accepts(FieldValue value) => value.Kind == kind;

        public override bool TryRead(JsonElement element, Utf8Buffer text, out FieldValue value)
            => base.TryRead(element, text, out value) && value.Kind is FieldValueKind.Text or FieldValueKind.Number;
    }
}
