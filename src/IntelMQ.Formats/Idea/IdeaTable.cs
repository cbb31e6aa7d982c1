using IntelMQ.Export;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The table from fields to members of IDEA.</summary>
internal static class IdeaTable
{
    /// <summary>The members of the two sides that hold a field, each as a list of one.</summary>
    public static IReadOnlyList<(EndpointFields Side, string Member, Field Field)> Sides { get; } =
    [
        .. Fields.Sides.SelectMany(static side => ((string, Field)[])
        [
            ("IP4", side.Ip), ("IP6", side.Ip), ("LocalIP4", side.LocalIp), ("LocalIP6", side.LocalIp), ("Account", side.Account), ("ASN", side.Asn), ("Hostname", side.Fqdn),
            ("LocalHostname", side.LocalHostname), ("Port", side.Port), ("PTR", side.ReverseDns), ("URL", side.Url),
        ], static (side, row) => (side, row.Item1, row.Item2)),
    ];

    private static readonly FormatRow[] Plain = [new("time.observation", "DetectTime"), new("time.source", "EventTime"), new("comment", "Note")];

    private static readonly HashSet<string> Held = [.. Plain.Select(static row => row.Field), .. Sides.Select(static row => row.Field.Name)];

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<FormatRow> Rows { get; } =
    [
        new("", "Format", FormatDirection.Written, "`IDEA0`"),
        new("all", "ID", FormatDirection.Written, "The same for equal events; the expert gives each document another."),
        .. Plain,
        .. Sides.Select(static row => new FormatRow(row.Field.Name, $"{NameOf(row.Side)}[0].{row.Member}[0]")),
        new("classification.type", "Category[0]", FormatDirection.Written, "Of other programs' documents it is read, by the nearest type."),
        new("classification.type", "Source[0].Type[0]", FormatDirection.Written),
        new("feed.name, event_description.text, comment, classification.type", "Description", FormatDirection.Written, "The feed and the first of the others; of other programs' documents it is read as `event_description.text`."),
        new("feed.accuracy", "Confidence", FormatDirection.Written, "Of 0 to 1; read of other programs' documents."),
        new("event_hash", "RelID", FormatDirection.Written),
        new("classification.identifier, event_description.url, feed.code, misp.attribute_uuid, misp.event_uuid, rtir_id, screenshot_url", "Ref", FormatDirection.Written),
        new("malware.hash.md5, malware.hash.sha1, malware.hash.sha256", "Attach[0].Hash", FormatDirection.Written, "Read of other programs' documents."),
        new("malware.name, malware.version", "Attach[0].Ref", FormatDirection.Written),
        new("raw, feed.url", "Attach[1].Content, Attach[1].Ref", FormatDirection.Written),
        new("protocol.transport, protocol.application", "Source[0].Proto, Target[0].Proto", FormatDirection.Written, "Read of other programs' documents."),
        new("status", "Source[0].Note, Target[0].Note", FormatDirection.Written),
        .. Schema.Default.Definitions.Select(static field => field.Name).Where(static name => name != "extra" && !Holds(name)).Order(StringComparer.Ordinal).Select(static name => new FormatRow(name, IdeaNames.Rest)),
        new("extra", IdeaNames.Rest),
        new("fields of one's own", IdeaNames.Rest),
    ];

    /// <summary>Whether a field is read back from the members of IDEA.</summary>
    public static bool Holds(string field) => Held.Contains(field);

    /// <summary>What IDEA calls a side.</summary>
    public static string NameOf(EndpointFields side) => side == Fields.Source ? "Source" : "Target";
}
