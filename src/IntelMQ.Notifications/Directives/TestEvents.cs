using System.Globalization;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.Directives;

/// <summary>
/// Tells events that were made up from real ones: by their type, by addresses, names and numbers that are set aside for documentation (RFC 5737,
/// RFC 3849, RFC 9637, RFC 5398, RFC 2606 and 6761).
/// </summary>
internal static class TestEvents
{
    private static readonly IpNetworkValue[] Networks = [.. ((string[])["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]).Select(static text => IpNetworkValue.TryParse(text.AsSpan(), HostBits.Cleared, out IpNetworkValue network) ? network : throw new InvalidOperationException(text))];

    private static readonly string[] Names = ["example.com", "example.net", "example.org", "example", "test", "invalid"];

    public static string? WhyTest(Event message)
    {
        if (message.GetString("classification.type") == "test")
            return "its type is test";
        if (message.TryGet(Fields.Source.Ip, out System.Net.IPAddress? address))
            return Array.Exists(Networks, network => network.Contains(IpAddressValue.From(address))) ? $"its source {address} is an address for documentation" : null;
        if (message.TryGet(Fields.Source.Fqdn, out string? name))
            return Array.Exists(Names, reserved => IsBelow(name, reserved)) ? $"its source {name} is a name for documentation" : null;
        return message.TryGet(Fields.Source.Asn, out long asn) && asn is (>= 64496 and <= 64511) or (>= 65536 and <= 65551)
            ? string.Create(CultureInfo.InvariantCulture, $"its source AS{asn} is a number for documentation")
            : null;
    }

    private static bool IsBelow(string name, string domain)
    {
        ReadOnlySpan<char> rest = name.AsSpan().TrimEnd('.');
        return rest.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (rest.Length == domain.Length || rest[^(domain.Length + 1)] == '.');
    }
}
