using System.Collections.Frozen;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Microsoft;

/// <summary>Fills events from objects of Microsoft's CTIP feed in version 1.5 of the Interflow format.</summary>
internal static class CtipInterflow
{
    private static readonly FrozenDictionary<string, string> FieldsByMember = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["description"] = "event_description.text",
        ["externalid"] = "malware.name",
        ["tlplevel"] = "tlp",
        ["networksourceipv4"] = "source.ip",
        ["networksourceport"] = "source.port",
        ["networkdestinationport"] = "destination.port",
        ["isproductlicensed"] = "extra.isproductlicensed",
        ["ispartnershareable"] = "extra.ispartnershareable",
        ["networksourceasn"] = "source.asn",
        ["useragent"] = "extra.user_agent",
        ["severity"] = "extra.severity",
        ["tags"] = "extra.tags",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The version that the members are known of.</summary>
    public const double KnownVersion = 1.5;

    private static ReadOnlySpan<byte> KnownType => "Botnet"u8;

    /// <summary>The version that an object names; not a number where it names none.</summary>
    public static double VersionOf(JsonElement source) => source.TryGetProperty("version"u8, out JsonElement version) ? Version(version) : double.NaN;

    /// <summary>Whether an object has a member of the format: another is not what the feed sends.</summary>
    public static bool IsKnown(JsonElement source)
        => source.EnumerateObject().Any(static member => FieldsByMember.ContainsKey(member.Name)
            || member.Name is "version" or "indicatorthreattype" or "confidence" or "firstreporteddatetime" or "networkdestinationipv4" or "hostname");

    /// <summary>Fills an event. What is not known of threat, version and confidence is kept below <c>extra.</c></summary>
    public static void Fill(EventDraft draft, JsonElement source, double accuracy)
    {
        OrderedDictionary<string, JsonElement> members = JsonReport.Members(source);
        if (members.TryGetValue("confidence", out JsonElement confidence) && JsonReport.ValueOf(confidence).TryGetDouble(out double percent))
            draft.SetAccuracy(accuracy * percent / 100, JsonReport.ValueOf(confidence), "confidence");
        foreach ((string name, JsonElement value) in members)
            Add(draft, members, name, value);
    }

    private static void Add(EventDraft draft, OrderedDictionary<string, JsonElement> members, string name, JsonElement value)
    {
        switch (name)
        {
            case "indicatorexpirationdatetime":
                break;
            case "version" when Version(value) == KnownVersion:
                break;
            case "confidence" when value.ValueKind == JsonValueKind.Number:
                break;
            case "indicatorthreattype" when value.ValueKind == JsonValueKind.String && value.ValueEquals(KnownType):
                break;
            case "indicatorthreattype":
                draft.Add(Fields.Classification.Type, ClassificationType.Undetermined);
                draft.Keep(name, JsonReport.ValueOf(value));
                break;
            case "additionalmetadata":
                if (!IsEmptyList(value))
                    draft.Keep(name, JsonReport.ValueOf(value));
                break;
            case "firstreporteddatetime":
                AddTime(draft, value);
                break;
            case "networkdestinationipv4":
                AddDestination(draft, value);
                break;
            case "hostname":
                AddHost(draft, members, value);
                break;
            default:
                if (FieldsByMember.TryGetValue(name, out string? field))
                    draft.Add(field, JsonReport.ValueOf(value), name);
                else if (!JsonReport.IsNothing(value))
                    draft.Keep(name, JsonReport.ValueOf(value));
                break;
        }
    }

    private static double Version(JsonElement value) => JsonReport.ValueOf(value).TryGetDouble(out double version) ? version : double.NaN;

    private static bool IsEmptyList(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 1)
            return false;
        return value.GetArrayLength() == 0 || value[0].ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.String => value[0].ValueEquals(""u8) || value[0].ValueEquals("null"u8),
            _ => false,
        };
    }

    private static void AddTime(EventDraft draft, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (value.ValueKind != JsonValueKind.String)
        {
            draft.Fail("firstreporteddatetime", "is not a text");
            return;
        }

        var text = new Utf8Buffer();
        text.Append(JsonReport.ValueOf(value).Utf8);
        text.Append(" UTC"u8);
        draft.Add(Fields.Time.Source, FieldValue.Text(text.WrittenSpan));
    }

    // Of several addresses the first one counts.
    private static void AddDestination(EventDraft draft, JsonElement value)
    {
        FieldValue address = JsonReport.ValueOf(value);
        int comma = address.Kind == FieldValueKind.Text ? address.Utf8.IndexOf((byte)',') : -1;
        if (comma >= 0)
            address = FieldValue.Text(address.Utf8[..comma]);
        if (!address.Utf8.SequenceEqual("0.0.0.0"u8))
            draft.AddDetail(Fields.Destination.Ip, address, "networkdestinationipv4");
    }

    // The feed writes the address where it knows no name.
    private static void AddHost(EventDraft draft, OrderedDictionary<string, JsonElement> members, JsonElement value)
    {
        FieldValue address = members.TryGetValue("networkdestinationipv4", out JsonElement said) ? JsonReport.ValueOf(said) : FieldValue.Missing;
        if (!address.Utf8.SequenceEqual(JsonReport.ValueOf(value).Utf8))
            draft.AddIfValid(Fields.Destination.Fqdn, JsonReport.ValueOf(value));
    }
}
