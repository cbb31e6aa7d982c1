using System.Net.Sockets;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Formats;

/// <summary>The table from fields to keys of CEF.</summary>
internal static class CefTable
{
    /// <summary>The key under which the fields stand that CEF has no key for, as JSON.</summary>
    public const string RestKey = "intelmqFields";

    /// <summary>The keys that hold fields.</summary>
    public static IReadOnlyList<CefRow> Keys { get; } =
    [
        new("src", Fields.Source.Ip, When: static message => Is(message, Fields.Source, AddressFamily.InterNetwork), Note: "IPv4."),
        new("c6a2", Fields.Source.Ip, "Source IPv6 Address", static message => Is(message, Fields.Source, AddressFamily.InterNetworkV6), "IPv6."),
        new("dst", Fields.Destination.Ip, When: static message => Is(message, Fields.Destination, AddressFamily.InterNetwork), Note: "IPv4."),
        new("c6a3", Fields.Destination.Ip, "Destination IPv6 Address", static message => Is(message, Fields.Destination, AddressFamily.InterNetworkV6), "IPv6."),
        new("spt", Fields.Source.Port),
        new("dpt", Fields.Destination.Port),
        new("shost", Fields.Source.Fqdn),
        new("dhost", Fields.Destination.Fqdn),
        new("suser", Fields.Source.Account),
        new("duser", Fields.Destination.Account),
        new("proto", Fields.Protocol.Transport),
        new("app", Fields.Protocol.Application),
        new("request", Fields.Source.Url),
        new("msg", Fields.EventDescription.Text),
        new("cat", Fields.Classification.Taxonomy),
        new("cs1", Fields.Malware.Name, "Malware"),
        new("cs2", Fields.Feed.Name, "Feed"),
        new("cs3", Fields.Feed.Provider, "Provider"),
        new("cs4", Fields.Tlp, "TLP"),
        new("cs5", Fields.Source.AbuseContact, "AbuseContact"),
        new("cs6", Fields.Source.Geolocation.Cc, "SourceCountry"),
        new("cn1", Fields.Source.Asn, "SourceASN"),
        new("cn2", Fields.Destination.Asn, "DestinationASN"),
        new("fileHash", Fields.Malware.Hash.Sha256),
    ];

    private static readonly FormatRow[] Head =
    [
        new("", "Device Vendor, Device Product, Device Version", FormatDirection.Written, "`IntelMQ`, `IntelMQ for .NET`, `1`"),
        new("classification.type", "Signature ID"),
        new("classification.identifier, event_description.text, classification.type", "Name", FormatDirection.Written, "The first of them, on one line."),
        new("severity", "Severity", FormatDirection.Written, "`critical` 10, `high` 8, `medium` 5, `low` 3, `info` 1, else 5."),
        new("time.source, time.observation", "rt", FormatDirection.Written, "Milliseconds since 1970, of the first of them; read of other programs' lines."),
        new("all", "externalId", FormatDirection.Written, "The same for equal events."),
    ];

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<FormatRow> Rows { get; } =
    [
        .. Head,
        .. Keys.Select(static key => key.ToFormatRow()),
        .. Schema.Default.Definitions.Select(static field => field.Name)
            .Where(static name => name is not ("extra" or "classification.type") && !Keys.Any(key => key.Field.Name == name))
            .Order(StringComparer.Ordinal).Select(static name => new FormatRow(name, RestKey)),
        new FormatRow("extra", RestKey),
        new FormatRow("fields of one's own", RestKey),
    ];

    private static bool Is(Event message, EndpointFields side, AddressFamily family) => message[side.Ip]?.AddressFamily == family;
}
