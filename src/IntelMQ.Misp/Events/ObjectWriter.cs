using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Misp.Validation;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Misp.Events;

/// <summary>Writes an event as MISP's object <c>intelmq_event</c>: an attribute for each field, in the order in which the fields came.</summary>
/// <param name="form">What attributes are besides their values.</param>
internal sealed class ObjectWriter(ObjectForm form)
{
    private readonly Utf8Buffer _extra = new();
    private readonly Utf8Buffer _text = new();
    private readonly Dictionary<(string Name, string Type), byte[]> _middles = [];

    /// <summary>Appends an object.</summary>
    /// <param name="message">The event.</param>
    /// <param name="uuid">The object's UUID, of which those of its attributes are made.</param>
    /// <param name="timestamp">When it was made, in seconds since 1970.</param>
    /// <param name="output">Takes JSON.</param>
    /// <param name="values">Is told each value as the text that MISP keeps of it; may be <see langword="null"/>.</param>
    /// <returns>Not where no field becomes an attribute: MISP takes no empty objects, so that nothing is appended.</returns>
    public bool Append(Event message, Guid uuid, long timestamp, Utf8Buffer output, Action<ReadOnlySpan<byte>>? values)
    {
        int whole = output.Length;
        output.Append("{\"name\":\"intelmq_event\",\"meta-category\":\"network\",\"description\":\"IntelMQ Event\",\"template_uuid\":\"491ac7d2-25a1-4078-8246-b04a132d003d\",\"template_version\":\"5\",\"uuid\":\""u8);
        AppendUuid(uuid, output);
        output.Append("\","u8);
        output.Append(form.ObjectMembers);
        if (form.HasTimestamps)
            AppendTimestamp(timestamp, output);
        output.Append("\"Attribute\":["u8);
        int start = output.Length;
        bool hasExtra = false;
        IReadOnlyList<FieldKey> keys = message.KeysInOrder();
        foreach (FieldKey key in keys)
        {
            if (!key.IsExtra)
                Append(message, key.Name, message[key]);
            else
                hasExtra = true;
        }

        if (hasExtra)
            Append(message, EventValues.Extra, EventValues.ExtraOf(message, keys, _extra));
        if (output.Length == start)
        {
            output.Truncate(whole);
            return false;
        }

        output.Append("]}"u8);
        return true;

        void Append(Event message, string name, FieldValue value)
        {
            if (form.KindOf(message, name) is not { } kind)
                return;
            if (form.ChecksValues && !MispValues.Accepts(kind.Type, TextOf(value), value.Kind == FieldValueKind.Number))
                kind = kind with { Type = "text", Category = "Other", ToIds = false };
            int before = output.Length;
            if (before > start)
                output.Append((byte)',');
            output.Append("{\"uuid\":\""u8);
            AppendUuid(MispUuid.Of(uuid, name), output);
            output.Append(MiddleOf(name, kind));
            if (form.HasTimestamps)
                AppendTimestamp(timestamp, output);
            output.Append("\"value\":"u8);
            if (!EventValues.AppendJson(value, kind.Type, form.ChecksValues, output))
            {
                output.Truncate(before);
                return;
            }

            output.Append((byte)'}');
            if (values is null)
                return;
            _text.Clear();
            EventValues.AppendText(value, _text);
            values(_text.WrittenSpan);
        }
    }

    private string TextOf(FieldValue value)
    {
        _text.Clear();
        EventValues.AppendText(value, _text);
        return Encoding.UTF8.GetString(_text.WrittenSpan);
    }

    /// <summary>Appends a UUID.</summary>
    public static void AppendUuid(Guid uuid, Utf8Buffer output)
    {
        uuid.TryFormat(output.GetSpan(36), out int written);
        output.Advance(written);
    }

    private static void AppendTimestamp(long timestamp, Utf8Buffer output)
    {
        output.Append("\"timestamp\":\""u8);
        output.Append(timestamp);
        output.Append("\","u8);
    }

    // What stands between the UUID and the value is the same for all events, unless a remark is the event's own.
    private byte[] MiddleOf(string name, MispAttributeKind kind)
    {
        if (!form.IsSteady)
            return Written(name, kind);
        if (!_middles.TryGetValue((name, kind.Type), out byte[]? middle))
            _middles[(name, kind.Type)] = middle = Written(name, kind);
        return middle;
    }

    private static byte[] Written(string name, MispAttributeKind kind)
    {
        var output = new Utf8Buffer();
        output.Append("\",\"object_relation\":"u8);
        AppendText(name);
        output.Append(",\"type\":"u8);
        AppendText(kind.Type);
        output.Append(",\"category\":"u8);
        AppendText(kind.Category);
        output.Append(kind.ToIds ? ",\"to_ids\":true"u8 : ",\"to_ids\":false"u8);
        output.Append(kind.DisableCorrelation ? ",\"disable_correlation\":true,"u8 : ",\"disable_correlation\":false,"u8);
        if (kind.Comment is not null)
        {
            output.Append("\"comment\":"u8);
            AppendText(kind.Comment);
            output.Append((byte)',');
        }

        if (kind.Distribution is { } distribution)
        {
            output.Append("\"distribution\":\""u8);
            output.Append(distribution);
            output.Append("\","u8);
        }

        return output.ToArray();

        void AppendText(string text) => PythonJson.WriteString(Encoding.UTF8.GetBytes(text), output, ascii: false);
    }
}
