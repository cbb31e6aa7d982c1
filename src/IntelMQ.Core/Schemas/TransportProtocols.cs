using System.Collections.Frozen;
using System.Text;

namespace IntelMQ.Schemas;

/// <summary>The names of IP protocols that <c>protocol.transport</c> takes: IANA's keywords of at most eleven characters, and older ones.</summary>
internal static class TransportProtocols
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "ip", "icmp", "igmp", "ggp", "ipencap", "st2", "tcp", "cbt", "egp", "igp", "bbn-rcc", "nvp", "nvp-ii", "pup", "argus", "emcon",
        "xnet", "chaos", "udp", "mux", "dcn", "hmp", "prm", "xns-idp", "trunk-1", "trunk-2", "leaf-1", "leaf-2", "rdp", "irtp", "iso-tp4",
        "netblt", "mfe-nsp", "merit-inp", "sep", "3pc", "idpr", "xtp", "ddp", "idpr-cmtp", "tp++", "il", "ipv6", "sdrp", "ipv6-route",
        "ipv6-frag", "idrp", "rsvp", "gre", "mhrp", "bna", "esp", "ah", "i-nlsp", "swipe", "narp", "mobile", "tlsp", "skip", "ipv6-icmp",
        "ipv6-nonxt", "ipv6-opts", "cftp", "sat-expak", "kryptolan", "rvd", "ippc", "sat-mon", "visa", "ipcv", "cpnx", "cphb", "wsn", "pvp",
        "br-sat-mon", "sun-nd", "wb-mon", "wb-expak", "iso-ip", "vmtp", "secure-vmtp", "vines", "ttp", "nsfnet-igp", "dgp", "tcf", "eigrp",
        "ospf", "sprite-rpc", "larp", "mtp", "ax.25", "ipip", "micp", "scc-sp", "etherip", "encap", "gmtp", "ifmp", "pnni", "pim", "aris",
        "scps", "qnx", "a/n", "ipcomp", "snp", "compaq-peer", "ipx-in-ip", "vrrp", "pgm", "l2tp", "ddx", "iatp", "st", "srp", "uti", "smp",
        "sm", "ptp", "isis", "fire", "crtp", "crdup", "sscopmce", "iplt", "sps", "pipe", "sctp", "fc", "divert",
    ];

    private static FrozenSet<string> Set { get; } = Names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(ReadOnlySpan<byte> name)
    {
        // What nearly every event says.
        if (name.SequenceEqual("tcp"u8) || name.SequenceEqual("udp"u8))
            return true;
        Span<char> text = stackalloc char[16];
        return name.Length <= text.Length
            && Encoding.ASCII.GetChars(name, text) == name.Length
            && Set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..name.Length]);
    }
}
