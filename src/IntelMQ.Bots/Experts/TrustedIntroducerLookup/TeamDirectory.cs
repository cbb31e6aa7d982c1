using System.Text.Json;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>The contacts of security teams by the domains and ASes that they are responsible for. Later teams replace earlier ones.</summary>
internal sealed class TeamDirectory
{
    private readonly Dictionary<string, string> _domains = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, string> _asns = [];

    public TeamDirectory(JsonElement teams)
    {
        if (teams.ValueKind != JsonValueKind.Array)
            throw new LookupException("The directory of teams is no list.");
        foreach (JsonElement team in teams.Items())
        {
            if (ContactOf(team) is not { Length: > 0 } contact)
                continue;
            JsonElement constituency = team.At("constituency");
            foreach (JsonElement domain in constituency.At("domains").Items())
            {
                if (domain.Text() is { Length: > 0 } name && !name.Contains(".*", StringComparison.Ordinal))
                    _domains[name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name] = contact;
            }

            foreach (JsonElement asn in constituency.At("asns").Items())
            {
                if (asn.ValueKind == JsonValueKind.Number && asn.TryGetInt64(out long number))
                    _asns[number] = contact;
            }
        }
    }

    public string? OfAsn(long asn) => _asns.GetValueOrDefault(asn);

    /// <summary>The contact for the name itself or the nearest domain above it.</summary>
    public string? OfDomain(string? name)
    {
        while (name is not null)
        {
            if (_domains.TryGetValue(name, out string? contact))
                return contact;
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            name = dot < 0 ? null : name[(dot + 1)..];
        }

        return null;
    }

    private static string? ContactOf(JsonElement team)
    {
        foreach (JsonElement mail in team.At("emails").Items())
        {
            if (mail.At("usage").Items().Any(static usage => usage.Text() == "contact"))
                return mail.At("address").Text() is { } address && LookupFields.IsAddress(address.Trim()) ? address.Trim() : null;
        }

        return null;
    }
}
