using System.Collections.Frozen;
using IntelMQ.Harmonization;

namespace IntelMQ.Schemas;

/// <summary>
/// The fields that every build knows, in alphabetical order: the place in the table is the field's slot in a message. The field
/// <c>extra</c> itself has no slot, since its members are stored by name.
/// </summary>
internal static class BuiltInFields
{
    /// <summary>The most slots that a message has room for.</summary>
    public const int MaxCount = 128;

    public static FieldDefinition[] Definitions { get; } =
    [
        new("classification.identifier", HarmonizationTypes.String, "What exactly was seen, in lower case: the name of a rule, a malware, a weakness."),
        new("classification.taxonomy", HarmonizationTypes.ClassificationTaxonomy, "The class of incidents, from the reference taxonomy of incidents.") { MaxLength = 100 },
        new("classification.type", HarmonizationTypes.ClassificationType, "The type of incident within its class."),
        new("comment", HarmonizationTypes.String, "A remark for people."),
        new("destination.abuse_contact", HarmonizationTypes.LowercaseString, "Who takes reports about the network, as comma-separated e-mail addresses."),
        new("destination.account", HarmonizationTypes.String, "The account concerned: a user name or an e-mail address."),
        new("destination.allocated", HarmonizationTypes.DateTime, "When the registry allocated the network."),
        new("destination.as_name", HarmonizationTypes.String, "The name of the autonomous system."),
        new("destination.asn", HarmonizationTypes.ASN, "The number of the autonomous system, 1 to 4294967295."),
        new("destination.domain_suffix", HarmonizationTypes.FQDN, "The public suffix of the host name, such as co.uk."),
        new("destination.fqdn", HarmonizationTypes.FQDN, "The host name, lower-case and in its ASCII form.") { Regex = TextRule.NoFinalDot },
        new("destination.geolocation.cc", HarmonizationTypes.UppercaseString, "The country, as ISO 3166-1 alpha-2 code.") { MaxLength = 2, Regex = TextRule.TwoAlphanumerics },
        new("destination.geolocation.city", HarmonizationTypes.String, "The city."),
        new("destination.geolocation.country", HarmonizationTypes.String, "The name of the country."),
        new("destination.geolocation.latitude", HarmonizationTypes.Float, "Degrees north of the equator, WGS 84."),
        new("destination.geolocation.longitude", HarmonizationTypes.Float, "Degrees east of Greenwich, WGS 84."),
        new("destination.geolocation.region", HarmonizationTypes.String, "The region within the country."),
        new("destination.geolocation.state", HarmonizationTypes.String, "The state within the country."),
        new("destination.ip", HarmonizationTypes.IPAddress, "The public address, IPv4 or IPv6."),
        new("destination.local_hostname", HarmonizationTypes.String, "The name of the host within its own network."),
        new("destination.local_ip", HarmonizationTypes.IPAddress, "The address of the host within its own network."),
        new("destination.network", HarmonizationTypes.IPNetwork, "The announced or allocated network, in prefix notation."),
        new("destination.port", HarmonizationTypes.Integer, "The port, 1 to 65535.") { Minimum = 1, Maximum = 65535 },
        new("destination.registry", HarmonizationTypes.Registry, "The regional registry that allocated the network.") { MaxLength = 7 },
        new("destination.reverse_dns", HarmonizationTypes.FQDN, "The name that a reverse look-up of the address gives.") { Regex = TextRule.NoFinalDot },
        new("destination.tor_node", HarmonizationTypes.Boolean, "Whether the address was an exit of the Tor network."),
        new("destination.url", HarmonizationTypes.URL, "The URL concerned."),
        new("destination.urlpath", HarmonizationTypes.String, "Path and query, where the rest of the URL stands in other fields."),
        new("event_description.target", HarmonizationTypes.String, "What or who was attacked, by name."),
        new("event_description.text", HarmonizationTypes.String, "What happened, in a sentence or two."),
        new("event_description.url", HarmonizationTypes.URL, "Where the incident is described."),
        new("event_hash", HarmonizationTypes.UppercaseString, "A hash over the fields that identify the event.") { MaxLength = 40, Regex = TextRule.EventHash },
        new("feed.accuracy", HarmonizationTypes.Accuracy, "How far the feed is trusted, in percent.") { InReports = true },
        new("feed.code", HarmonizationTypes.String, "A short name for the feed.") { MaxLength = 100, InReports = true },
        new("feed.documentation", HarmonizationTypes.String, "Where the feed is documented.") { InReports = true },
        new("feed.name", HarmonizationTypes.String, "The feed's name.") { InReports = true },
        new("feed.provider", HarmonizationTypes.String, "Who publishes the feed.") { InReports = true },
        new("feed.url", HarmonizationTypes.URL, "Where the feed was fetched.") { InReports = true },
        new("malware.hash.md5", HarmonizationTypes.String, "MD5 of the malware, hexadecimal.") { MaxLength = 200, Regex = TextRule.PrintableAscii },
        new("malware.hash.sha1", HarmonizationTypes.String, "SHA-1 of the malware, hexadecimal.") { MaxLength = 200, Regex = TextRule.PrintableAscii },
        new("malware.hash.sha256", HarmonizationTypes.String, "SHA-256 of the malware, hexadecimal.") { MaxLength = 200, Regex = TextRule.PrintableAscii },
        new("malware.name", HarmonizationTypes.LowercaseString, "The name of the malware family, lower-case.") { Regex = TextRule.PrintableAscii },
        new("malware.version", HarmonizationTypes.String, "The version of the malware.") { Regex = TextRule.PrintableAscii },
        new("misp.attribute_uuid", HarmonizationTypes.LowercaseString, "The attribute in MISP that the event was made of.") { MaxLength = 36, Regex = TextRule.Uuid },
        new("misp.event_uuid", HarmonizationTypes.LowercaseString, "The event in MISP that the event was made of.") { MaxLength = 36, Regex = TextRule.Uuid },
        new("output", HarmonizationTypes.JSON, "What an output is to send instead of the event, as JSON."),
        new("product.full_name", HarmonizationTypes.String, "The product concerned, in full."),
        new("product.name", HarmonizationTypes.String, "The name of the product concerned."),
        new("product.vendor", HarmonizationTypes.String, "Who makes the product concerned."),
        new("product.version", HarmonizationTypes.String, "The version of the product concerned."),
        new("product.vulnerabilities", HarmonizationTypes.String, "The weaknesses of the product concerned, such as CVE numbers."),
        new("protocol.application", HarmonizationTypes.LowercaseString, "The application protocol, such as http, lower-case.") { MaxLength = 100, Regex = TextRule.PrintableAscii },
        new("protocol.transport", HarmonizationTypes.LowercaseString, "The transport protocol, such as tcp, lower-case.") { MaxLength = 11, RegexIgnoreCase = TextRule.TransportProtocol },
        new("raw", HarmonizationTypes.Base64, "The line that the event was made of, Base64 on the wire.") { InReports = true },
        new("rtir_id", HarmonizationTypes.Integer, "The number of the ticket in Request Tracker for Incident Response.") { InReports = true },
        new("screenshot_url", HarmonizationTypes.URL, "Where a screenshot of the incident is found."),
        new("severity", HarmonizationTypes.String, "How severe the incident is."),
        new("source.abuse_contact", HarmonizationTypes.LowercaseString, "Who takes reports about the network, as comma-separated e-mail addresses."),
        new("source.account", HarmonizationTypes.String, "The account concerned: a user name or an e-mail address."),
        new("source.allocated", HarmonizationTypes.DateTime, "When the registry allocated the network."),
        new("source.as_name", HarmonizationTypes.String, "The name of the autonomous system."),
        new("source.asn", HarmonizationTypes.ASN, "The number of the autonomous system, 1 to 4294967295."),
        new("source.domain_suffix", HarmonizationTypes.FQDN, "The public suffix of the host name, such as co.uk."),
        new("source.fqdn", HarmonizationTypes.FQDN, "The host name, lower-case and in its ASCII form.") { Regex = TextRule.NoFinalDot },
        new("source.geolocation.cc", HarmonizationTypes.UppercaseString, "The country, as ISO 3166-1 alpha-2 code.") { MaxLength = 2, Regex = TextRule.TwoAlphanumerics },
        new("source.geolocation.city", HarmonizationTypes.String, "The city."),
        new("source.geolocation.country", HarmonizationTypes.String, "The name of the country."),
        new("source.geolocation.cymru_cc", HarmonizationTypes.UppercaseString, "The country that Team Cymru's look-up gives, as ISO 3166-1 alpha-2 code.") { MaxLength = 2, Regex = TextRule.TwoAlphanumerics },
        new("source.geolocation.geoip_cc", HarmonizationTypes.UppercaseString, "The country that a GeoIP database gives, as ISO 3166-1 alpha-2 code.") { MaxLength = 2, Regex = TextRule.TwoAlphanumerics },
        new("source.geolocation.latitude", HarmonizationTypes.Float, "Degrees north of the equator, WGS 84."),
        new("source.geolocation.longitude", HarmonizationTypes.Float, "Degrees east of Greenwich, WGS 84."),
        new("source.geolocation.region", HarmonizationTypes.String, "The region within the country."),
        new("source.geolocation.state", HarmonizationTypes.String, "The state within the country."),
        new("source.ip", HarmonizationTypes.IPAddress, "The public address, IPv4 or IPv6."),
        new("source.local_hostname", HarmonizationTypes.String, "The name of the host within its own network."),
        new("source.local_ip", HarmonizationTypes.IPAddress, "The address of the host within its own network."),
        new("source.network", HarmonizationTypes.IPNetwork, "The announced or allocated network, in prefix notation."),
        new("source.port", HarmonizationTypes.Integer, "The port, 1 to 65535.") { MaxLength = 5, Minimum = 1, Maximum = 65535 },
        new("source.registry", HarmonizationTypes.Registry, "The regional registry that allocated the network.") { MaxLength = 7 },
        new("source.reverse_dns", HarmonizationTypes.FQDN, "The name that a reverse look-up of the address gives.") { Regex = TextRule.NoFinalDot },
        new("source.tor_node", HarmonizationTypes.Boolean, "Whether the address was an exit of the Tor network."),
        new("source.url", HarmonizationTypes.URL, "The URL concerned."),
        new("source.urlpath", HarmonizationTypes.String, "Path and query, where the rest of the URL stands in other fields."),
        new("status", HarmonizationTypes.String, "The state of what was reported, such as online."),
        new("time.observation", HarmonizationTypes.DateTime, "When the report was collected.") { InReports = true },
        new("time.source", HarmonizationTypes.DateTime, "When the incident was seen, as the feed says."),
        new("tlp", HarmonizationTypes.TLP, "How far the event may be passed on, by the Traffic Light Protocol."),
    ];

    /// <summary>The definition of <c>extra</c>, for schema files.</summary>
    public static FieldDefinition Extra { get; } =
        new("extra", HarmonizationTypes.JSONDict, "All that has no field of its own, by name.") { InReports = true };

    private static FrozenDictionary<string, int> Ordinals { get; } = Definitions
        .Select(static (definition, ordinal) => KeyValuePair.Create(definition.Name, ordinal))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the field came with IntelMQ 3.5 and is unknown to 3.3.</summary>
    public static bool IsNewerThan33(string name) => name == "severity" || name.StartsWith("product.", StringComparison.Ordinal);

    /// <summary>A built-in field as IntelMQ 3.3 has it: any number is a port, nearly any text a name, and TLP is that of version 1.</summary>
    public static FieldDefinition AsIn33(FieldDefinition definition)
    {
        HarmonizationType type = HarmonizationTypes.IntelMQ33.Of(definition.Type);
        if (type == definition.Type && definition.Minimum is null && definition.Maximum is null)
            return definition;
        return new FieldDefinition(definition.Name, type, definition.Description)
        {
            MaxLength = definition.MaxLength,
            Regex = definition.Regex,
            RegexIgnoreCase = definition.RegexIgnoreCase,
            InReports = definition.InReports,
        };
    }

    /// <summary>The slot of a built-in field, or -1.</summary>
    public static int OrdinalOf(string name) => Ordinals.GetValueOrDefault(name, -1);
}
