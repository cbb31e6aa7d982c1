using System.Collections.Frozen;

namespace IntelMQ.Bots.Parsers.Shodan;

/// <summary>The members that banners of Shodan have, as its documentation and its stream have them; others are new.</summary>
internal static class ShodanMembers
{
    public static FrozenSet<string> Banner { get; } = FrozenSet.ToFrozenSet(
        [
            .. ShodanTable.Common, .. ShodanTable.Protocols, .. ShodanTable.Columns.Select(static row => row.Path.Split('.', 2)[0]),
            "ipv6", "product", "version", "info", "title", "link", "mac", "platform", "uptime", "cpe", "cpe23", "vulns", "cloud", "screenshot", "ssl", "extrainfo", "banner", "domain",
            "airplay", "android_debug_bridge", "bacnet", "bitcoin", "cassandra", "chromecast", "cisco_anyconnect", "clickhouse", "cobalt_strike_beacon", "consul", "couchdb", "dahua",
            "dahua_dvr_web", "dav", "db2", "deprecated", "dnp3", "docker", "docker_registry", "domoticz", "elastic", "epmd", "ethereum_p2p", "ethereum_rpc", "etcd", "ganglia", "handpunch", "hbase",
            "hikvision", "hive", "home_assistant", "homebridge", "hoobs", "hubitat", "ibm_db2", "idevice", "influxdb", "ingress_nightmare", "ipcamera", "ipmi", "ipp", "ipp_cups", "ivanti", "kafka",
            "kerberos", "kubernetes", "ldap", "mdns", "melsec_q_tcp", "memcache", "microsoft_exchange", "mikrotik_routeros", "mikrotik_winbox", "mitsubishi_q", "monero", "mongodb", "mssql", "mssql_ssrp",
            "msmq", "mumble_server", "mysql", "mysqlx", "nats", "ndmp", "netgear", "nntp", "nodata_tcp", "ntlm", "ollama", "openflow", "openhab", "openwebnet", "opc_ua", "oracle_weblogic", "ovirt",
            "palo_alto", "pcworx", "philips_hue", "plex", "postgresql", "pptp", "qnap", "rdp", "realport", "ripple_rtxp", "roku", "rpcbind", "samsung_tv", "siemens_s7", "sip", "smtp", "sonicwall",
            "sonos", "sony_bravia", "spotify_connect", "steam_a2s", "steam_ihs", "stun", "subversion", "synology", "synology_dsm", "synology_srm", "tacacs", "tasmota", "telegram_mtproto", "tibia",
            "tilginab_home_gateway", "tp_link_kasa", "trane_tracer_sc", "ubiquiti", "vault", "vertx", "vespa", "vmware", "vnc", "windows_exporter", "wemo_insight", "x11", "xiaomi_miio", "yamaha",
            "yeelight", "zookeeper",
        ],
        StringComparer.Ordinal);

    /// <summary>The members of those of them that have members that events take, and are scanned often; others of theirs are new.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Modules { get; } = new Dictionary<string, string[]>
    {
        ["afp"] = ["flags", "server_signature", "directory_names", "afp_versions", "server_flags"],
        ["dns"] = [],
        ["elastic"] = ["indices", "nodes", "aliases", "count", "indices_count"],
        ["ethernetip"] = ["command", "command_length", "command_status", "encapsulation_length", "item_count", "options", "product_code", "product_name_length", "raw", "sender_context", "session", "socket_addr", "state", "status", "type_id"],
        ["ftp"] = ["features_hash", "tls"],
        ["hp_ilo"] = ["cuuid", "ilo_uuid", "nics", "server_rack", "server_name"],
        ["http"] =
        [
            "dom_hash", "favicon", "headers", "headers_hash", "html_hash", "redirects", "robots", "robots_hash", "securitytxt", "securitytxt_hash", "server_hash", "sitemap",
            "sitemap_hash", "status", "title_hash", "waf",
        ],
        ["isakmp"] = ["aggressive", "vendor_ids"],
        ["minecraft"] = ["brokenModsPresent", "description", "enforcesSecureChat", "favicon", "forgeData", "modinfo", "players", "preventsChatReports", "previewsChat", "version"],
        ["mqtt"] = ["code", "messages"],
        ["ntp"] = ["clk_jitter", "clk_wander", "clock", "clock_offset", "delay", "frequency", "jitter", "leap", "mintc", "monlist", "more", "noise", "offset", "peer", "poll", "precision", "reftime", "refid", "rootdelay", "rootdisp", "rootdispersion", "stability", "state", "tc"],
        ["redis"] = ["clients", "cluster", "commandstats", "cpu", "data", "errorstats", "keyspace", "memory", "modules", "persistence", "stats"],
        ["smb"] = ["raw", "shares", "is_signed", "signing"],
        ["snmp"] = ["services", "sysname", "uptime", "versions", "engineid_data", "engineid_format", "engine_boots", "engine_time", "enterprise"],
        ["ssh"] = ["hassh", "kex", "key"],
        ["ssl"] = ["acceptable_cas", "alpn", "chain", "chain_sha256", "handshake_states", "ja3s", "jarm", "ocsp", "tlsext", "trust", "unstable", "versions"],
        ["upnp"] = ["device", "manufacturer_url", "model_url", "presentation_url", "services", "sub_devices"],
    }.ToFrozenDictionary(static module => module.Key, static module => FrozenSet.ToFrozenSet([.. module.Value, .. MembersInTable(module.Key)], StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<string> MembersInTable(string module)
        => ShodanTable.Columns.Where(row => row.Path.StartsWith(module + ".", StringComparison.Ordinal)).Select(static row => row.Path.Split('.')[1]);
}
