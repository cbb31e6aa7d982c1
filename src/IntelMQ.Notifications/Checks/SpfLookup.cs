using System.Globalization;
using System.Net;
using IntelMQ.Bots;

namespace IntelMQ.Notifications.Checks;

/// <summary>Looks whether a domain lets an address send (RFC 7208), with its limit of ten look-ups.</summary>
internal sealed class SpfLookup(IDnsResolver dns, IPAddress address)
{
    private const int MaxLookups = 10;

    private int _lookups;

    /// <summary>Looks up a domain; <see langword="null"/> where it has no record.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    public async Task<SpfResult?> FindAsync(string domain, CancellationToken cancellationToken)
    {
        string[] records = [.. (await dns.ResolveTextsAsync(domain, cancellationToken).ConfigureAwait(false)).Where(static text => text.Equals("v=spf1", StringComparison.OrdinalIgnoreCase) || text.StartsWith("v=spf1 ", StringComparison.OrdinalIgnoreCase))];
        if (records.Length != 1)
            return records.Length == 0 ? null : SpfResult.Error;
        string? redirect = null;
        bool isUnknown = false;
        foreach (string term in records[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (term.StartsWith("redirect=", StringComparison.OrdinalIgnoreCase))
            {
                redirect = term["redirect=".Length..];
                continue;
            }

            if (term.Contains('=', StringComparison.Ordinal))
                continue;
            char sign = term[0] is '+' or '-' or '~' or '?' ? term[0] : '+';
            string mechanism = term[0] == sign ? term[1..] : term;
            switch (await MatchesAsync(mechanism, domain, cancellationToken).ConfigureAwait(false))
            {
                case SpfResult.Error:
                    return SpfResult.Error;
                case SpfResult.Unknown:
                    isUnknown = true;
                    break;
                case SpfResult.Pass:
                    SpfResult found = sign switch { '+' => SpfResult.Pass, '?' => SpfResult.Neutral, _ => SpfResult.Fail };
                    // What could not be looked up stands before it, and might have let the address send.
                    return isUnknown && found != SpfResult.Pass ? SpfResult.Unknown : found;
            }
        }

        if (isUnknown)
            return SpfResult.Unknown;
        if (redirect is null)
            return SpfResult.Neutral;
        return redirect.Contains('%', StringComparison.Ordinal) ? SpfResult.Unknown : ++_lookups > MaxLookups ? SpfResult.Error : await FindAsync(redirect, cancellationToken).ConfigureAwait(false) ?? SpfResult.Error;
    }

    // Pass where the mechanism holds the address, neutral where it does not.
    private async Task<SpfResult> MatchesAsync(string mechanism, string domain, CancellationToken cancellationToken)
    {
        int end = mechanism.AsSpan().IndexOfAny(':', '/');
        string name = (end < 0 ? mechanism : mechanism[..end]).ToLowerInvariant();
        string value = end >= 0 && mechanism[end] == ':' ? mechanism[(end + 1)..] : "";
        switch (name)
        {
            case "all":
                return SpfResult.Pass;
            case "ip4" or "ip6":
                return Holds(value) is { } holds ? (holds ? SpfResult.Pass : SpfResult.Neutral) : SpfResult.Error;
            case "include" or "a" when value.Contains('%', StringComparison.Ordinal):
                return SpfResult.Unknown;
            case "include":
                if (++_lookups > MaxLookups)
                    return SpfResult.Error;
                return await FindAsync(value, cancellationToken).ConfigureAwait(false) switch { SpfResult.Pass => SpfResult.Pass, null or SpfResult.Error => SpfResult.Error, SpfResult.Unknown => SpfResult.Unknown, _ => SpfResult.Neutral };
            case "a":
                if (++_lookups > MaxLookups)
                    return SpfResult.Error;
                // A length may follow for addresses of version 4, and one for those of version 6.
                string[] parts = (value.Length > 0 ? value : domain + (end >= 0 ? mechanism[end..] : "")).Split('/', 2);
                IReadOnlyList<IPAddress> found = await dns.ResolveAddressesAsync(parts[0], cancellationToken).ConfigureAwait(false);
                if (parts.Length == 1)
                    return found.Contains(address) ? SpfResult.Pass : SpfResult.Neutral;
                return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                    ? found.Any(one => one.AddressFamily == address.AddressFamily && Holds($"{one}/{length}") == true) ? SpfResult.Pass : SpfResult.Neutral
                    : SpfResult.Unknown;
            case "mx" or "ptr" or "exists":
                _lookups++;
                return SpfResult.Unknown;
            default:
                return SpfResult.Error;
        }
    }

    private bool? Holds(string network)
    {
        if (IPAddress.TryParse(network, out IPAddress? one))
            return one.Equals(address);
        string[] parts = network.Split('/');
        if (parts.Length != 2 || !IPAddress.TryParse(parts[0], out IPAddress? first) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > first.GetAddressBytes().Length * 8)
            return null;
        if (first.AddressFamily != address.AddressFamily)
            return false;
        (byte[] left, byte[] right) = (first.GetAddressBytes(), address.GetAddressBytes());
        for (int bit = 0; bit < length; bit++)
        {
            if (((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        }

        return true;
    }
}
