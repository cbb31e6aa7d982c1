namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>The presets that come with the package.</summary>
public static class MappingPresets
{
    /// <summary>Shodan's tables and downloads: the columns of <c>shodan convert csv</c>, and the members of banners.</summary>
    public static MappingPreset Shodan { get; } = new("Shodan",
    [
        new("ip_str", "source.ip"), new("ipv6", "source.ip"), new("port", "source.port"), new("transport", "protocol.transport"),
        new("timestamp", "time.source"), new("hostnames", "source.reverse_dns") { TakesFirst = true }, new("asn", "source.asn"), new("org", "extra.organisation"),
        new("isp", "extra.isp"), new("os", "extra.os_name"), new("product", "extra.product"), new("version", "extra.version"), new("vulns", "extra.vulns"), new("tags", "extra.tags"),
        new("location.country_code", "source.geolocation.cc"), new("location.city", "source.geolocation.city"), new("title", "extra.http_title"), new("http.title", "extra.http_title"),
        new("ssl.cert.fingerprint.sha256", "extra.certificate_sha256"), new("_shodan.module", "protocol.application"),
    ])
    {
        Signs = ["ip_str", "port"],
        Defaults = new Dictionary<string, string> { ["feed.name"] = "Shodan", ["feed.provider"] = "Shodan" },
    };

    /// <summary>Shadowserver's reports, as far as most of them have the same columns.</summary>
    public static MappingPreset Shadowserver { get; } = new("Shadowserver",
    [
        new("timestamp", "time.source"), new("ip", "source.ip"), new("src_ip", "source.ip"), new("port", "source.port"), new("src_port", "source.port"), new("protocol", "protocol.transport"),
        new("hostname", "source.reverse_dns"), new("src_hostname", "source.reverse_dns"), new("asn", "source.asn"), new("src_asn", "source.asn"), new("geo", "source.geolocation.cc"),
        new("src_geo", "source.geolocation.cc"), new("city", "source.geolocation.city"), new("region", "source.geolocation.region"), new("dst_ip", "destination.ip"), new("dst_port", "destination.port"),
        new("tag", "extra.tag"), new("naics", "extra.naics"), new("sector", "extra.sector"), new("severity", "extra.severity"), new("version", "extra.version"),
    ])
    {
        Signs = ["timestamp", "asn", "geo"],
        Defaults = new Dictionary<string, string> { ["feed.name"] = "Shadowserver", ["feed.provider"] = "Shadowserver" },
    };

    /// <summary>Tables that Censys' search gives.</summary>
    public static MappingPreset Censys { get; } = new("Censys",
    [
        new("ip", "source.ip"), new("host.ip", "source.ip"), new("port", "source.port"), new("services.port", "source.port") { TakesFirst = true }, new("transport_protocol", "protocol.transport"),
        new("services.transport_protocol", "protocol.transport") { TakesFirst = true }, new("service_name", "extra.service"), new("services.service_name", "extra.service"),
        new("dns.names", "source.reverse_dns") { TakesFirst = true }, new("dns.reverse_dns.names", "source.reverse_dns") { TakesFirst = true }, new("autonomous_system.asn", "source.asn"),
        new("autonomous_system.name", "source.as_name"), new("location.country_code", "source.geolocation.cc"), new("location.city", "source.geolocation.city"), new("last_updated_at", "time.source"),
    ])
    {
        Signs = ["ip", "autonomous_system.asn"],
        Defaults = new Dictionary<string, string> { ["feed.name"] = "Censys", ["feed.provider"] = "Censys" },
    };

    /// <summary>A list of addresses; names and networks are told from them by their content.</summary>
    public static MappingPreset AddressList { get; } = new("Address list", [new("address", "source.ip")]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MappingPreset> All { get; } = [Shodan, Shadowserver, Censys, AddressList];
}
