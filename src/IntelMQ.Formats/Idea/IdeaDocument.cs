using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats;

/// <summary>Writes an event as an IDEA document. What the event does not hold is left out, and so are lists and objects without content.</summary>
internal sealed class IdeaDocument(Event message, bool isTest, Guid id)
{
    private readonly Utf8Buffer _output = new();

    /// <summary>The document, as JSON.</summary>
    public Utf8Buffer Write() => Write(_ => false, hasRest: false);

    /// <summary>The document, with the fields that are not read back from its own members as another one.</summary>
    /// <param name="holds">Whether a field is read back from the members of IDEA.</param>
    public Utf8Buffer WriteWhole(Func<string, bool> holds) => Write(holds, hasRest: true);

    private Utf8Buffer Write(Func<string, bool> holds, bool hasRest)
    {
        // What belongs to JSON alone is escaped; the event's own rules for text do the rest.
        using var json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("Format", "IDEA0");
        json.WriteString("ID", id);
        WriteDescription(json);
        WriteText(json, "DetectTime", Fields.Time.Observation);
        WriteText(json, "EventTime", Fields.Time.Source);
        if (Text(Fields.EventHash) is { } hash)
            json.WriteString("RelID", "hash:" + Quote(hash));
        WriteConfidence(json);
        WriteText(json, "Note", Fields.Comment);
        WriteList(json, "Ref", References());
        WriteAttachments(json);
        WriteSides(json);
        if (hasRest)
            WriteRest(json, holds);
        json.WriteEndObject();
        json.Flush();
        return _output;
    }

    private void WriteRest(Utf8JsonWriter json, Func<string, bool> holds)
    {
        json.WriteStartObject(IdeaNames.Rest);
        foreach (FieldEntry field in message)
        {
            if (holds(field.Key.Name))
                continue;
            json.WritePropertyName(field.Key.Name);
            JsonForm.Same.Write(field.Value, json);
        }

        json.WriteEndObject();
    }

    private void WriteDescription(Utf8JsonWriter json)
    {
        string type = Text(Fields.Classification.Type) ?? "undetermined";
        if (Text(Fields.Feed.Name) is { } feed)
            json.WriteString("Description", $"{feed}: {Text(Fields.EventDescription.Text) ?? Text(Fields.Comment) ?? type}");
        WriteList(json, "Category", [IdeaNames.Categories.GetValueOrDefault(type), isTest ? "Test" : null]);
    }

    private void WriteConfidence(Utf8JsonWriter json)
    {
        if (!message.Get(Fields.Feed.Accuracy).TryGetDouble(out double accuracy))
            return;
        if (accuracy is > 0 and < 100)
            json.WriteNumber("Confidence", accuracy / 100);
        else
            json.WriteNumber("Confidence", accuracy > 0 ? 1 : 0);
    }

    private string?[] References() =>
    [
        Text(Fields.Classification.Identifier, "malid:"),
        Text(Fields.EventDescription.Url),
        Text(Fields.Feed.Code, "intelmq_feed:"),
        Text(Fields.Misp.AttributeUuid, "misp_attr:"),
        Text(Fields.Misp.EventUuid, "misp_event:"),
        Text(Fields.RtirId, "rtir:"),
        Text(Fields.ScreenshotUrl),
    ];

    private void WriteAttachments(Utf8JsonWriter json)
    {
        string?[] hashes =
        [
            message["malware.hash"] is { Kind: FieldValueKind.Text } hash ? "crypt:" + Quote(hash.ToString()) : null,
            Text(Fields.Malware.Hash.Md5, "md5:"), Text(Fields.Malware.Hash.Sha1, "sha1:"), Text(Fields.Malware.Hash.Sha256, "sha256:"),
        ];
        string? malware = Text(Fields.Malware.Name, "malware:");
        if (malware is not null && Text(Fields.Malware.Version, "-") is { } version)
            malware += version;
        string? raw = message.Raw is { IsEmpty: false } bytes ? Encoding.Latin1.GetString(bytes.Span) : null;
        string? feed = Text(Fields.Feed.Url);
        if (malware is null && raw is null && feed is null && Array.TrueForAll(hashes, static hash => hash is null))
            return;
        json.WriteStartArray("Attach");
        if (malware is not null || Array.Exists(hashes, static hash => hash is not null))
        {
            json.WriteStartObject();
            WriteList(json, "Hash", hashes);
            WriteList(json, "Ref", [malware]);
            json.WriteEndObject();
        }

        if (raw is not null || feed is not null)
        {
            json.WriteStartObject();
            if (raw is not null)
            {
                json.WriteString("Content", raw);
                WriteList(json, "Type", ["OrigData"]);
            }

            WriteList(json, "Ref", [feed]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteSides(Utf8JsonWriter json)
    {
        string? type = IdeaNames.SourceTypes.GetValueOrDefault(Text(Fields.Classification.Type) ?? "");
        if (HasData(Fields.Source) || type is not null || HasShared())
            WriteSide(json, "Source", Fields.Source, type);
        if (HasData(Fields.Destination))
            WriteSide(json, "Target", Fields.Destination, null);
    }

    private bool HasShared() => Text(Fields.Protocol.Transport) is not null || Text(Fields.Protocol.Application) is not null || Text(Fields.Status) is not null;

    private bool HasData(EndpointFields side)
    {
        foreach ((_, Field field) in Members(side))
        {
            if (message.Contains(field))
                return true;
        }

        return message.Contains(side.Ip) || message.Contains(side.LocalIp) || IsTor(side);
    }

    private void WriteSide(Utf8JsonWriter json, string name, EndpointFields side, string? type)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        WriteList(json, "Proto", [Text(Fields.Protocol.Transport), Text(Fields.Protocol.Application)]);
        WriteList(json, "Type", [type, IsTor(side) && type != "Tor" ? "Tor" : null]);
        foreach ((string member, Field field) in Members(side))
        {
            FieldValue value = message.Get(field);
            if (value.Kind == FieldValueKind.Number)
            {
                json.WriteStartArray(member);
                json.WriteRawValue(value.Utf8);
                json.WriteEndArray();
            }
            else
            {
                WriteList(json, member, [Text(field)]);
            }
        }

        WriteAddress(json, "IP", Text(side.Ip));
        WriteAddress(json, "LocalIP", Text(side.LocalIp));
        WriteText(json, "Note", Fields.Status);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static (string Member, Field Field)[] Members(EndpointFields side) =>
    [
        ("Account", side.Account), ("ASN", side.Asn), ("Hostname", side.Fqdn), ("LocalHostname", side.LocalHostname),
        ("Port", side.Port), ("PTR", side.ReverseDns), ("URL", side.Url),
    ];

    private bool IsTor(EndpointFields side) => message.Get(side.TorNode).TryGetBoolean(out bool isTor) && isTor;

    private static void WriteAddress(Utf8JsonWriter json, string name, string? address)
        => WriteList(json, address?.Contains(':') == true ? name + "6" : name + "4", [address]);

    private static void WriteList(Utf8JsonWriter json, string name, ReadOnlySpan<string?> values)
    {
        bool isOpen = false;
        foreach (string? value in values)
        {
            if (value is null)
                continue;
            if (!isOpen)
                json.WriteStartArray(name);
            isOpen = true;
            json.WriteStringValue(value);
        }

        if (isOpen)
            json.WriteEndArray();
    }

    private void WriteText(Utf8JsonWriter json, string name, Field field)
    {
        if (Text(field) is { } text)
            json.WriteString(name, text);
    }

    private string? Text(Field field) => message.Get(field) is { IsIgnored: false } value ? value.ToString() : null;

    private string? Text(Field field, string prefix) => Text(field) is { } text ? prefix + Quote(text) : null;

    // As forms do it: letters, digits and -_.~ stay, a blank becomes a plus sign.
    private static string Quote(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
