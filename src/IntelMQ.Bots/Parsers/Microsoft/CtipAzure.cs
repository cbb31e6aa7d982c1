using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Microsoft;

/// <summary>
/// Fills events from rows of Microsoft's CTIP feed as it comes from Azure. Members that are objects are flattened first, the payload's
/// Base64 decoded; flattened members come last, and thus win where two go to one field.
/// </summary>
internal sealed class CtipAzure(EventDraft draft, double accuracy, bool overwrite)
{
    private readonly OrderedDictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly Utf8Buffer _buffer = new();
    private byte[]? _payloadText;

    /// <summary>Fills the event.</summary>
    public void Fill(JsonElement source)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(source))
            _members[name] = value;
        foreach (string name in _members.Keys.ToArray())
            Flatten(name, _members[name]);
        foreach ((string name, JsonElement value) in _members)
            Add(name, value);
    }

    private void Flatten(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            FlattenObject(name, value);
        else if (name == "Payload" && value.ValueKind == JsonValueKind.String)
            ReadPayload(value.GetString()!);
        else if (name == "TLP" && value.ValueKind == JsonValueKind.String && value.GetString()!.Equals("unknown", StringComparison.OrdinalIgnoreCase))
            _members.Remove(name);
    }

    private void FlattenObject(string name, JsonElement value)
    {
        _members.Remove(name);
        foreach ((string inner, JsonElement innerValue) in JsonReport.Members(value))
            _members[$"{name}.{inner}"] = innerValue;
    }

    private void ReadPayload(string payload)
    {
        if (payload.Length == 0)
            return;
        if (payload == "AA==")
        {
            _members.Remove("Payload");
        }
        else if (payload[0] == '{')
        {
            _members.Remove("Payload");
            if (TryReadObject(Encoding.UTF8.GetBytes(payload), out JsonElement written))
                AddPayload(written);
            else
                draft.Keep("payload.text", payload);
        }
        else
        {
            ReadEncoded(payload);
        }
    }

    // Payloads that are written as JSON have names of their own.
    private void AddPayload(JsonElement written)
    {
        foreach ((string name, JsonElement value) in JsonReport.Members(written))
            draft.Keep($"payload.{name}", JsonReport.ValueOf(value));
    }

    // What is no Base64 of a text stays as it stands.
    private void ReadEncoded(string payload)
    {
        var bytes = new byte[payload.Length];
        if (!Convert.TryFromBase64String(payload, bytes, out int length) || !Utf8.IsValid(bytes.AsSpan(0, length)))
            return;
        byte[] text = bytes[..length];
        if (TryReadObject(text, out JsonElement decoded))
            FlattenObject("Payload", decoded);
        else
            _payloadText = text;
    }

    private static bool TryReadObject(byte[] text, out JsonElement value)
    {
        using JsonDocument? document = JsonReport.Parse(text);
        bool isObject = document?.RootElement.ValueKind == JsonValueKind.Object;
        value = isObject ? document!.RootElement.Clone() : default;
        return isObject;
    }

    private void Add(string name, JsonElement element)
    {
        FieldValue value = name == "Payload" && _payloadText is not null ? FieldValue.Text(_payloadText) : JsonReport.ValueOf(element);
        switch (name)
        {
            case "ThreatConfidence":
                AddConfidence(value);
                break;
            case "DateTimeReceivedUtc":
                AddTime(Fields.Time.Source.Name, TimeFormat.WindowsNt, value, name);
                break;
            case "Payload.ts":
                AddTime("extra.payload.timestamp", TimeFormat.Timestamp, value, name);
                break;
            case "Payload.domain" when value.Utf8.SequenceEqual(ServerAddress()) && !HarmonizationTypes.FQDN.Convert(value, _buffer).IsValid:
                // The feed writes the address where it knows no name.
                break;
            default:
                if (!JsonReport.IsNothing(element))
                    AddByTable(name, value);
                break;
        }
    }

    private void AddByTable(string name, FieldValue value)
    {
        if (name == "Payload.Protocol")
        {
            int slash = value.Utf8.IndexOf((byte)'/');
            draft.Set(Fields.Protocol.Application.Name, slash < 0 ? value : FieldValue.Text(value.Utf8[..slash]), "payload.protocol");
        }

        if (!CtipAzureFields.ByMember.TryGetValue(name, out string? field))
            draft.Keep(name, value);
        else if (field is not null)
            Store(field, value, name);
    }

    // A word that is not known says nothing of the accuracy.
    private void AddConfidence(FieldValue word)
    {
        if (CtipAzureFields.Confidence.TryGetValue(word.ToString(), out double percent))
            draft.SetAccuracy(accuracy * percent / 100, word, "ThreatConfidence");
        else if (!word.Utf8.SequenceEqual("None"u8))
            draft.Keep("ThreatConfidence", word);
    }

    private void AddTime(string field, TimeFormat format, FieldValue value, string name)
    {
        if (value.IsIgnored)
            return;
        _buffer.Clear();
        Harmonized time = format.Convert(value.Utf8, _buffer);
        if (value.Kind is FieldValueKind.Number or FieldValueKind.Text && time.IsValid)
            Store(field, time.Value(value, _buffer), name);
        else if (field == Fields.Time.Source.Name)
            draft.Fail(field, "is not a time");
        else
            draft.Keep(name, value);
    }

    private void Store(string field, FieldValue value, string name)
    {
        if (overwrite)
            draft.Set(field, value, name);
        else if (!draft.Event.Contains(field))
            draft.Add(field, value, name);
    }

    private byte[] ServerAddress() => _members.TryGetValue("Payload.serverIp", out JsonElement address) ? JsonReport.ValueOf(address).Utf8.ToArray() : [];
}
