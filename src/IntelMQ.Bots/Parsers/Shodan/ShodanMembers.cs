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
}
