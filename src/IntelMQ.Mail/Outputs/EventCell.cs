using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Mail.Outputs;

/// <summary>Values of events as cells of a table: as Python's texts, empty where the event lacks the field; <c>extra</c> is JSON.</summary>
internal static class EventCell
{
    public static string Of(Event message, string field)
    {
        if (field == "extra")
            return message.ExtraAsJson() is { } json ? Encoding.UTF8.GetString(json) : "";
        if (!message.Schema.TryGetKey(field, out _) && !field.StartsWith("extra.", StringComparison.Ordinal))
            return "";
        FieldValue value = message[field];
        if (value.IsMissing)
            return "";
        var text = new Utf8Buffer();
        PythonText.Str(value, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
