using System.Text;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Templates;

/// <summary>An event as templates see it: its fields by name, in the order in which they came; as a text it is JSON.</summary>
/// <param name="message">The event.</param>
public sealed class TemplateEvent(Event message) : ITemplateMap
{
    /// <inheritdoc/>
    public IEnumerable<string> Keys => message.KeysInOrder().Select(static key => key.Name);

    /// <inheritdoc/>
    public bool TryGet(string key, out object? value)
    {
        FieldValue found = message[key];
        value = found.IsMissing ? null : From(found);
        return !found.IsMissing;
    }

    /// <summary>The event as JSON, as IntelMQ's templates print it.</summary>
    public override string ToString()
    {
        var output = new Utf8Buffer();
        EventText.WriteInOrder(message, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static object? From(FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                return value.ToString();
            case FieldValueKind.Boolean:
                return value.Utf8.Length == 4;
            case FieldValueKind.Number:
                return TemplateJson.Number(value.ToString());
            case FieldValueKind.Json:
                return TemplateJson.TryRead(value.ToString(), out object? read) ? read : value.ToString();
            default:
                return null;
        }
    }
}
