using System.Text;
using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Parsers.Dataplane;

/// <summary>One of dataplane.org's categories, and what it stands for.</summary>
internal sealed class DataplaneCategory
{
    private const string Many = "The source report lists hosts that are suspicious of more than just port scanning. ";
    private const string DnsUse = "The host may be DNS server cataloging or searching for hosts to use for DNS-based DDoS amplification.";
    private const string Seen = "Address has been seen ";

    private static readonly DataplaneCategory[] All =
    [
        new("dnsrd", ClassificationType.Scanner, "dns", Seen + "performing a DNS recursion desired query to a remote host. " + Many + DnsUse),
        new("dnsrdany", ClassificationType.Scanner, "dns", Seen + "performing a DNS recursion desired IN ANY query to a remote host. " + Many + DnsUse),
        new("dnsversion", ClassificationType.Scanner, "dns", Seen + "initiating a DNS CH TXT version.bind operation to a remote host. " + Many + "The host may be DNS server cataloging or searching for vulnerable DNS servers."),
        new("proto41", ClassificationType.Proxy, "6to4", "Address has been detected to offer open IPv6 over IPv4 tunneling. This could allow for the host to be used a public proxy against IPv6 hosts."),
        new("sipinvitation", ClassificationType.BruteForce, "sip", Seen + "initiating a SIP INVITE operation to a remote host. " + Many + "The host may be SIP client cataloging or conducting various forms of telephony abuse."),
        new("sipquery", ClassificationType.BruteForce, "sip", Seen + "initiating a SIP OPTIONS query to a remote host. " + Many + "The host may be SIP server cataloging or conducting various forms of telephony abuse."),
        new("sipregistration", ClassificationType.BruteForce, "sip", Seen + "initiating a SIP REGISTER operation to a remote host. " + Many + "The host may be SIP client cataloging or conducting various forms of telephony abuse."),
        new("smtpdata", ClassificationType.Scanner, "smtp", Seen + "initiating a SMTP DATA operation to a remote host. " + Many + "The host may be SMTP server cataloging or conducting various forms of email abuse."),
        new("smtpgreet", ClassificationType.Scanner, "smtp", Seen + "initiating a SMTP HELO/EHLO operation to a remote host. " + Many + "The host may be SMTP server cataloging or conducting various forms of email abuse."),
        new("sshclient", ClassificationType.Scanner, "ssh", Seen + "initiating an SSH connection to a remote host. " + Many + "The host may be SSH server cataloging or conducting authentication attack attempts."),
        new("sshpwauth", ClassificationType.BruteForce, "ssh", Seen + "attempting to remotely login to a host using SSH password authentication. The source report lists hosts that are highly suspicious and are likely conducting malicious SSH password authentication attacks."),
        new("telnetlogin", ClassificationType.BruteForce, "telnet", Seen + "initiating a telnet connection to a remote host. " + Many + "The host may be telnet server cataloging or conducting authentication attack attempts."),
        new("vncrfb", ClassificationType.Scanner, "vnc", Seen + "initiating a VNC remote buffer session to a remote host. " + Many + "The host may be VNC/RFB server cataloging or conducting authentication attack attempts."),
    ];

    private readonly byte[] _name;

    private DataplaneCategory(string name, string type, string protocol, string description)
    {
        _name = Encoding.UTF8.GetBytes(name);
        Type = Encoding.UTF8.GetBytes(type);
        Protocol = Encoding.UTF8.GetBytes(protocol);
        Description = Encoding.UTF8.GetBytes(description);
        HasFirstSeen = name == "proto41";
    }

    /// <summary>Whether rows have the time of the first observation in front of the last one's.</summary>
    public bool HasFirstSeen { get; }

    public byte[] Type { get; }

    public byte[] Protocol { get; }

    public byte[] Description { get; }

    public static DataplaneCategory? Find(ReadOnlySpan<byte> name)
    {
        foreach (DataplaneCategory category in All)
        {
            if (name.SequenceEqual(category._name))
                return category;
        }

        return null;
    }
}
