using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The table from fields to the members of findings. What OCSF has no member for stands below <c>unmapped</c>, under the field's name.</summary>
internal static class OcsfTable
{
    /// <summary>The version of OCSF that is written.</summary>
    public const string Version = "1.4.0";

    private const string Detection = "Of a Detection Finding; else below `unmapped`.";

    private static readonly Dictionary<string, Func<Event, bool>> Held = new(StringComparer.Ordinal);

    /// <summary>The table.</summary>
    public static JsonTable Table { get; } = new([.. Rows()]);

    private static List<JsonRow> Rows()
    {
        List<JsonRow> rows = [.. Head(), .. Finding(), .. Evidence(), .. OcsfRows.File()];
        foreach (Field<string> hash in (Field<string>[])[Fields.Malware.Hash.Md5, Fields.Malware.Hash.Sha1, Fields.Malware.Hash.Sha256])
            Held[hash.Name] = static message => !OcsfRows.IsVulnerable(message);
        rows.Add(new MembersRow(new FormatRow("extra", "unmapped", Note: "A member for each, with its whole name."), "", static (message, key) => !(Held.TryGetValue(key.Name, out Func<Event, bool>? holds) && holds(message))));
        foreach (FieldDefinition field in Schema.Default.Definitions.OrderBy(static field => field.Name, StringComparer.Ordinal))
        {
            if (field.Name != "extra" && !Held.ContainsKey(field.Name))
                rows.Add(new ReadRow(new FormatRow(field.Name, $"unmapped.{field.Name}"), static (_, _) => { }));
        }

        rows.Add(new ReadRow(new FormatRow("fields of one's own", "unmapped"), static (_, _) => { }));
        rows.Add(OcsfRows.OtherTime());
        return rows;
    }

    private static IEnumerable<JsonRow> Head()
    {
        yield return OcsfRows.Number("classification.type", "class_uid", "`2002`, Vulnerability Finding, where the taxonomy is `vulnerable`; else `2004`, Detection Finding.", static message => OcsfRows.IsVulnerable(message) ? 2002 : 2004);
        yield return OcsfRows.Text("classification.type", "class_name", "", static message => OcsfRows.IsVulnerable(message) ? "Vulnerability Finding" : "Detection Finding");
        yield return OcsfRows.Number("", "category_uid", "`2`", static _ => 2);
        yield return OcsfRows.Text("", "category_name", "`Findings`", static _ => "Findings");
        yield return OcsfRows.Number("", "activity_id", "`1`, Create", static _ => 1);
        yield return OcsfRows.Text("", "activity_name", "`Create`", static _ => "Create");
        yield return OcsfRows.Number("classification.type", "type_uid", "`200201` or `200401`", static message => OcsfRows.IsVulnerable(message) ? 200_201 : 200_401);
        yield return OcsfRows.Time("time", Fields.Time.Source, Fields.Time.Observation);
        yield return OcsfRows.Number("severity", "severity_id", "`0` where the word is none of OCSF's.", static message => OcsfRows.SeverityOf(message));
        yield return Row(Fields.Severity, "severity");
        yield return OcsfRows.Number("", "status_id", "`1`, New", static _ => 1);
        yield return Row(Fields.EventDescription.Text, "message");
        yield return Row(Fields.Comment, "comment");
        yield return OcsfRows.Text("", "metadata.version", $"`{Version}`", static _ => Version);
        yield return OcsfRows.Text("", "metadata.product.name", "`IntelMQ for .NET`", static _ => "IntelMQ for .NET");
        yield return OcsfRows.Text("", "metadata.product.vendor_name", "`IntelMQ for .NET`", static _ => "IntelMQ for .NET");
        yield return Row(Fields.Feed.Name, "metadata.log_name");
        yield return Row(Fields.Feed.Provider, "metadata.log_provider");
        yield return OcsfRows.Time("metadata.logged_time", Fields.Time.Observation);
    }

    private static IEnumerable<JsonRow> Finding()
    {
        yield return OcsfRows.Text("all", "finding_info.uid", "The same for equal events.", static message => NameUuid.Of(message).ToString());
        yield return OcsfRows.Text("classification.identifier, classification.type", "finding_info.title", "The first of them.", static message => message[Fields.Classification.Identifier] ?? message[Fields.Classification.Type] ?? "event");
        yield return Row(Fields.EventDescription.Url, "finding_info.src_url");
        yield return Row(Fields.Classification.Type, "finding_info.types[0]");
        yield return OcsfRows.Time("finding_info.first_seen_time", Fields.Time.Source);
        yield return OcsfRows.Weaknesses();
        yield return Row(Fields.Source.Ip, "resources[0].ip", OcsfRows.IsVulnerable, "Of a Vulnerability Finding.");
        yield return Row(Fields.Source.Fqdn, "resources[0].hostname", OcsfRows.IsVulnerable, "Of a Vulnerability Finding.");
        yield return Row(Fields.Malware.Name, "malware[0].name", IsDetection, Detection);
        yield return OcsfRows.Number("malware.name", "malware[0].classification_ids[0]", "`0`, unknown.", static _ => 0, static message => IsDetection(message) && message.Contains(Fields.Malware.Name));
    }

    private static IEnumerable<JsonRow> Evidence()
    {
        foreach (EndpointFields side in Fields.Sides)
        {
            string name = side == Fields.Source ? "evidences[0].src_endpoint" : "evidences[0].dst_endpoint";
            Func<Event, bool> has = message => IsDetection(message) && (message.Contains(side.Ip) || message.Contains(side.Fqdn));
            string note = "Of a Detection Finding, where address or name is known; else below `unmapped`.";
            yield return Row(side.Ip, $"{name}.ip", IsDetection, Detection);
            yield return Row(side.Fqdn, $"{name}.hostname", IsDetection, Detection);
            yield return Row(side.Port, $"{name}.port", has, note);
            yield return Row(side.Asn, $"{name}.autonomous_system.number", has, note);
            yield return Row(side.AsName, $"{name}.autonomous_system.name", has, note);
            yield return Row(side.Geolocation.Cc, $"{name}.location.country", has, note);
            yield return Row(side.Geolocation.City, $"{name}.location.city", has, note);
        }

        Func<Event, bool> hasProtocol = static message => IsDetection(message) && message.Contains(Fields.Protocol.Transport);
        yield return Row(Fields.Protocol.Transport, "evidences[0].connection_info.protocol_name", IsDetection, Detection);
        yield return OcsfRows.Number("", "evidences[0].connection_info.direction_id", "`0`, unknown, where the protocol is known.", static _ => 0, hasProtocol);
        yield return Row(Fields.Source.Url, "evidences[0].url.url_string", IsDetection, Detection);
        yield return Row(Fields.Source.Account, "evidences[0].user.name", IsDetection, Detection);
    }

    private static bool IsDetection(Event message) => !OcsfRows.IsVulnerable(message);

    private static FieldRow Row(Field field, string member, Func<Event, bool>? when = null, string note = "")
    {
        Func<Event, bool> holds = when ?? (static _ => true);
        Held[field.Name] = Held.TryGetValue(field.Name, out Func<Event, bool>? before) ? message => before(message) || holds(message) : holds;
        return new FieldRow(new FormatRow(field.Name, member, Note: note), field is Field<long> or Field<double> ? JsonForm.Number : JsonForm.Text, when);
    }
}
