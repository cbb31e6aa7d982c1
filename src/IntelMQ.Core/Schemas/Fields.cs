using System.Net;

namespace IntelMQ.Schemas;

/// <summary>The built-in fields, as keys for typed access; the classes follow the dots of the names.</summary>
/// <remarks>
/// Types and limits are IntelMQ's; what each type accepts is said by its harmonization type. A field can be read as the type given
/// here; a stored value that does not fit it (an integer of twenty digits, say) reads as absent.
/// </remarks>
public static class Fields
{
    /// <summary>Where the incident came from: attacker, infected or vulnerable host.</summary>
    public static SourceFields Source { get; } = new();

    /// <summary>What was attacked or contacted.</summary>
    public static EndpointFields Destination { get; } = new("destination");

    /// <summary>Source, then destination: for bots that treat both sides alike.</summary>
    public static IReadOnlyList<EndpointFields> Sides { get; } = [Source, Destination];

    /// <summary><c>comment</c>: a remark for people.</summary>
    public static Field<string> Comment { get; } = Make("comment", FieldCodec.String);

    /// <summary><c>event_hash</c>: a hash over the fields that identify the event.</summary>
    public static Field<string> EventHash { get; } = Make("event_hash", FieldCodec.String);

    /// <summary><c>output</c>: what an output is to send instead of the event, as JSON.</summary>
    public static Field<string> Output { get; } = Make("output", FieldCodec.String);

    /// <summary><c>raw</c>: the line that the event was made of, Base64 on the wire.</summary>
    public static Field<byte[]> Raw { get; } = Make("raw", FieldCodec.Bytes);

    /// <summary><c>rtir_id</c>: the number of the ticket in Request Tracker for Incident Response.</summary>
    public static Field<long> RtirId { get; } = Make("rtir_id", FieldCodec.Int64);

    /// <summary><c>screenshot_url</c>: where a screenshot of the incident is found.</summary>
    public static Field<string> ScreenshotUrl { get; } = Make("screenshot_url", FieldCodec.String);

    /// <summary><c>severity</c>: how severe the incident is.</summary>
    public static Field<string> Severity { get; } = Make("severity", FieldCodec.String);

    /// <summary><c>status</c>: the state of what was reported, such as online.</summary>
    public static Field<string> Status { get; } = Make("status", FieldCodec.String);

    /// <summary><c>tlp</c>: how far the event may be passed on, by the Traffic Light Protocol.</summary>
    public static Field<string> Tlp { get; } = Make("tlp", FieldCodec.String);

    /// <summary>Which kind of incident it is.</summary>
    public static class Classification
    {
        /// <summary><c>classification.identifier</c>: what exactly was seen, in lower case: the name of a rule, a malware, a weakness.</summary>
        public static Field<string> Identifier { get; } = Make("classification.identifier", FieldCodec.String);

        /// <summary><c>classification.taxonomy</c>: the class of incidents, from the reference taxonomy of incidents.</summary>
        public static Field<string> Taxonomy { get; } = Make("classification.taxonomy", FieldCodec.String);

        /// <summary><c>classification.type</c>: the type of incident within its class.</summary>
        public static Field<string> Type { get; } = Make("classification.type", FieldCodec.String);
    }

    /// <summary>What happened.</summary>
    public static class EventDescription
    {
        /// <summary><c>event_description.target</c>: what or who was attacked, by name.</summary>
        public static Field<string> Target { get; } = Make("event_description.target", FieldCodec.String);

        /// <summary><c>event_description.text</c>: what happened, in a sentence or two.</summary>
        public static Field<string> Text { get; } = Make("event_description.text", FieldCodec.String);

        /// <summary><c>event_description.url</c>: where the incident is described.</summary>
        public static Field<string> Url { get; } = Make("event_description.url", FieldCodec.String);
    }

    /// <summary>Where the event came from.</summary>
    public static class Feed
    {
        /// <summary><c>feed.accuracy</c>: how far the feed is trusted, in percent.</summary>
        public static Field<double> Accuracy { get; } = Make("feed.accuracy", FieldCodec.Double);

        /// <summary><c>feed.code</c>: a short name for the feed.</summary>
        public static Field<string> Code { get; } = Make("feed.code", FieldCodec.String);

        /// <summary><c>feed.documentation</c>: where the feed is documented.</summary>
        public static Field<string> Documentation { get; } = Make("feed.documentation", FieldCodec.String);

        /// <summary><c>feed.name</c>: the feed's name.</summary>
        public static Field<string> Name { get; } = Make("feed.name", FieldCodec.String);

        /// <summary><c>feed.provider</c>: who publishes the feed.</summary>
        public static Field<string> Provider { get; } = Make("feed.provider", FieldCodec.String);

        /// <summary><c>feed.url</c>: where the feed was fetched.</summary>
        public static Field<string> Url { get; } = Make("feed.url", FieldCodec.String);
    }

    /// <summary>The malware concerned.</summary>
    public static class Malware
    {
        /// <summary><c>malware.name</c>: the name of the malware family, lower-case.</summary>
        public static Field<string> Name { get; } = Make("malware.name", FieldCodec.String);

        /// <summary><c>malware.version</c>: the version of the malware.</summary>
        public static Field<string> Version { get; } = Make("malware.version", FieldCodec.String);

        /// <summary>Hashes of the malware.</summary>
        public static class Hash
        {
            /// <summary><c>malware.hash.md5</c>: MD5 of the malware, hexadecimal.</summary>
            public static Field<string> Md5 { get; } = Make("malware.hash.md5", FieldCodec.String);

            /// <summary><c>malware.hash.sha1</c>: SHA-1 of the malware, hexadecimal.</summary>
            public static Field<string> Sha1 { get; } = Make("malware.hash.sha1", FieldCodec.String);

            /// <summary><c>malware.hash.sha256</c>: SHA-256 of the malware, hexadecimal.</summary>
            public static Field<string> Sha256 { get; } = Make("malware.hash.sha256", FieldCodec.String);
        }
    }

    /// <summary>Where the event stands in MISP.</summary>
    public static class Misp
    {
        /// <summary><c>misp.attribute_uuid</c>: the attribute in MISP that the event was made of.</summary>
        public static Field<string> AttributeUuid { get; } = Make("misp.attribute_uuid", FieldCodec.String);

        /// <summary><c>misp.event_uuid</c>: the event in MISP that the event was made of.</summary>
        public static Field<string> EventUuid { get; } = Make("misp.event_uuid", FieldCodec.String);
    }

    /// <summary>The product concerned.</summary>
    public static class Product
    {
        /// <summary><c>product.full_name</c>: the product concerned, in full.</summary>
        public static Field<string> FullName { get; } = Make("product.full_name", FieldCodec.String);

        /// <summary><c>product.name</c>: the name of the product concerned.</summary>
        public static Field<string> Name { get; } = Make("product.name", FieldCodec.String);

        /// <summary><c>product.vendor</c>: who makes the product concerned.</summary>
        public static Field<string> Vendor { get; } = Make("product.vendor", FieldCodec.String);

        /// <summary><c>product.version</c>: the version of the product concerned.</summary>
        public static Field<string> Version { get; } = Make("product.version", FieldCodec.String);

        /// <summary><c>product.vulnerabilities</c>: the weaknesses of the product concerned, such as CVE numbers.</summary>
        public static Field<string> Vulnerabilities { get; } = Make("product.vulnerabilities", FieldCodec.String);
    }

    /// <summary>The protocols used.</summary>
    public static class Protocol
    {
        /// <summary><c>protocol.application</c>: the application protocol, such as http, lower-case.</summary>
        public static Field<string> Application { get; } = Make("protocol.application", FieldCodec.String);

        /// <summary><c>protocol.transport</c>: the transport protocol, such as tcp, lower-case.</summary>
        public static Field<string> Transport { get; } = Make("protocol.transport", FieldCodec.String);
    }

    /// <summary>When it happened and was seen.</summary>
    public static class Time
    {
        /// <summary><c>time.observation</c>: when the report was collected.</summary>
        public static Field<DateTimeOffset> Observation { get; } = Make("time.observation", FieldCodec.DateTimeOffset);

        /// <summary><c>time.source</c>: when the incident was seen, as the feed says.</summary>
        public static Field<DateTimeOffset> Source { get; } = Make("time.source", FieldCodec.DateTimeOffset);
    }

    internal static Field<T> Make<T>(string name, FieldCodec<T> codec)
        where T : notnull
        => new(name, codec, BuiltInFields.OrdinalOf(name));
}
