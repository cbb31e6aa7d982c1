using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Mail.Outputs;

/// <summary>Values of events as cells of a table: as Python's texts, empty where the event lacks the field; <c>extra</c> is JSON.</summary>
internal static class EventCell
{
    public static string Of(Event message, string field)
    {
        if (field == "extra")
            return message.ExtraAsJson() is { } json ? Encoding.UTF8.GetString(json) : "";
        if (!IsField(message.Schema, field))
            return "";
        FieldValue value = message[field];
        if (value.IsMissing)
            return "";
        var text = new Utf8Buffer();
        PythonText.Str(value, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Whether events of a schema can have a value of this name.</summary>
    public static bool IsField(Schema schema, string name)
        => name == "extra" || name.StartsWith("extra.", StringComparison.Ordinal) || schema.TryGetKey(name, out _);
}
