using IntelMQ.Export;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>What the page says of STIX: which member of which object holds which field.</summary>
internal static class StixTable
{
    private const string Rest = "observed-data.extensions[IntelMQ].fields";

    private static readonly FormatRow[] Known =
    [
        new("source.ip", "ipv4-addr.value, ipv6-addr.value, network-traffic.src_ref"),
        new("destination.ip", "network-traffic.dst_ref"),
        new("source.port", "network-traffic.src_port", Note: "Where the event has an address."),
        new("destination.port", "network-traffic.dst_port", Note: "Where the event has an address."),
        new("protocol.transport", "network-traffic.protocols", Note: "Where the event has an address."),
        new("protocol.application", "network-traffic.protocols", Note: "Where the event has an address."),
        new("source.fqdn", "domain-name.value"),
        new("source.url", "url.value"),
        new("source.account", "email-addr.value, user-account.account_login"),
        new("source.asn", "autonomous-system.number"),
        new("source.as_name", "autonomous-system.name", Note: "Where the number is known."),
        new("source.registry", "autonomous-system.rir", Note: "Where the number is known."),
        new("malware.hash.md5", "file.hashes.MD5", Note: "Where it is one."),
        new("malware.hash.sha1", "file.hashes.SHA-1", Note: "Where it is one."),
        new("malware.hash.sha256", "file.hashes.SHA-256", Note: "Where it is one."),
        new("product.name", "software.name"),
        new("product.vendor", "software.vendor", Note: "Where the name is known."),
        new("product.version", "software.version", Note: "Where the name is known."),
        new("raw", "artifact.payload_bin"),
        new("feed.provider", "identity.name", Note: "The objects' `created_by_ref`."),
        new("tlp", "object_marking_refs", Note: "TLP 2.0: `WHITE` is written as `CLEAR`, and both are read back as they were."),
        new("malware.name", "malware.name", Note: "Sighted, and indicated by the indicator."),
    ];

    private static readonly FormatRow[] Written =
    [
        new("product.vulnerabilities", "vulnerability.name", FormatDirection.Written, "An object for each CVE number in it, sighted."),
        new("source.ip, source.fqdn, source.url, malware.hash.md5, malware.hash.sha1, malware.hash.sha256", "indicator.pattern", FormatDirection.Written, "Where the type of classification is of an attacker or of what attackers use. Of other programs' indicators it is read: each alternative is an event."),
        new("classification.type", "indicator.indicator_types", FormatDirection.Written, "Read of other programs' indicators: `blacklist`, `proxy`, `system-compromise` or `undetermined`."),
        new("classification.type", "labels", FormatDirection.Written),
        new("classification.identifier", "indicator.name", FormatDirection.Written),
        new("event_description.text", "indicator.description", FormatDirection.Written, "Read of other programs' indicators."),
        new("event_description.url", "external_references", FormatDirection.Written, "Read of other programs' objects."),
        new("feed.accuracy", "confidence", FormatDirection.Written, "Read of other programs' objects."),
        new("time.source, time.observation", "observed-data.first_observed, indicator.valid_from, sighting.first_seen", FormatDirection.Written, "The time of the incident; without it, that of the observation. Read of other programs' objects."),
        new("time.observation, time.source", "created, modified", FormatDirection.Written),
        new("all", "id", FormatDirection.Written, "The same for equal events, and for equal observables of all events."),
    ];

    /// <summary>The rows.</summary>
    public static IReadOnlyList<FormatRow> Rows { get; } =
    [
        .. Known,
        .. Written,
        .. Schema.Default.Definitions.Select(static field => field.Name).Where(static name => name != "extra" && !Array.Exists(Known, row => row.Field == name)).Order(StringComparer.Ordinal).Select(static name => new FormatRow(name, Rest)),
        new FormatRow("extra", Rest),
        new FormatRow("fields of one's own", Rest),
    ];
}
