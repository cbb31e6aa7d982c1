using System.Collections.Frozen;

namespace IntelMQ.Misp.Events;

/// <summary>
/// MISP's object template <c>intelmq_event</c>, version 5: an attribute for each field of IntelMQ 3.3. Fields that the template does not know
/// are texts.
/// </summary>
internal static class MispTemplate
{
    public const string Name = "intelmq_event";
    public const string Description = "IntelMQ Event";
    public const string MetaCategory = "network";
    public const string Uuid = "491ac7d2-25a1-4078-8246-b04a132d003d";
    public const string Version = "5";

    private const string Network = "Network activity";
    private const string Payload = "Payload delivery";

    private static readonly MispAttributeKind Text = new("text", "Other", ToIds: false);
    private static readonly MispAttributeKind Url = new("url", Network, ToIds: true);
    private static readonly MispAttributeKind Number = new("float", "Other", ToIds: false);
    private static readonly MispAttributeKind Time = new("datetime", "Other", ToIds: false);

    private static readonly FrozenDictionary<string, MispAttributeKind> Kinds = Listed().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a field becomes.</summary>
    /// <param name="field">The field's name.</param>
    public static MispAttributeKind KindOf(string field) => Kinds.GetValueOrDefault(field, Text);

    private static IEnumerable<KeyValuePair<string, MispAttributeKind>> Listed()
    {
        foreach ((string side, string ip) in ((string, string)[])[("source", "ip-src"), ("destination", "ip-dst")])
        {
            var address = new MispAttributeKind(ip, Network, ToIds: true);
            yield return new($"{side}.ip", address);
            yield return new($"{side}.local_ip", address);
            yield return new($"{side}.network", address);
            yield return new($"{side}.fqdn", new MispAttributeKind("domain", Network, ToIds: true));
            yield return new($"{side}.local_hostname", new MispAttributeKind("hostname", Network, ToIds: true));
            yield return new($"{side}.url", Url);
            yield return new($"{side}.asn", new MispAttributeKind("AS", Network, ToIds: false));
            yield return new($"{side}.port", new MispAttributeKind("port", Network, ToIds: false));
            yield return new($"{side}.allocated", Time);
            yield return new($"{side}.geolocation.latitude", Number);
            yield return new($"{side}.geolocation.longitude", Number);
            yield return new($"{side}.tor_node", new MispAttributeKind("boolean", "Other", ToIds: false));
        }

        yield return new("malware.hash.md5", new MispAttributeKind("md5", Payload, ToIds: true));
        yield return new("malware.hash.sha1", new MispAttributeKind("sha1", Payload, ToIds: true));
        yield return new("malware.hash.sha256", new MispAttributeKind("sha256", Payload, ToIds: true));
        yield return new("event_description.url", Url);
        yield return new("feed.url", Url);
        yield return new("screenshot_url", Url);
        yield return new("feed.accuracy", Number);
        yield return new("time.observation", Time with { DisableCorrelation = true });
        yield return new("time.source", Time with { DisableCorrelation = true });
        yield return new("rtir_id", new MispAttributeKind("integer", "Other", ToIds: false));
    }
}
