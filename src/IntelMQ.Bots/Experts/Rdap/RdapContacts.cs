using System.Text.Json;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>Finds mail addresses in an answer by RDAP.</summary>
internal static class RdapContacts
{
    private const string Scheme = "mailto:";

    /// <summary>The addresses of the first role that has any, separated by commas; null where none has.</summary>
    public static string? Find(JsonElement answer, IEnumerable<string> order)
    {
        var contacts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var within = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (JsonElement entity in answer.At("entities").Items().Where(static entity => !IsRemoved(entity)))
        {
            Add(entity, contacts);
            foreach (JsonElement part in entity.At("entities").Items())
                Add(part, within);
        }

        foreach (string role in order)
        {
            // An entity counts for more than those within others.
            if (contacts.TryGetValue(role, out List<string>? mails) || within.TryGetValue(role, out mails))
                return string.Join(',', mails.Distinct(StringComparer.OrdinalIgnoreCase));
        }

        return null;
    }

    private static void Add(JsonElement entity, Dictionary<string, List<string>> contacts)
    {
        string[] mails = IsRemoved(entity) ? [] : Mails(entity);
        if (mails.Length == 0)
            return;
        foreach (JsonElement role in entity.At("roles").Items())
        {
            if (role.Text() is not { } name)
                continue;
            if (!contacts.TryGetValue(name, out List<string>? known))
                contacts.Add(name, known = []);
            known.AddRange(mails);
        }
    }

    private static bool IsRemoved(JsonElement entity) => entity.At("roles").Items().Any(static role => role.Text() == "removed");

    // ["vcard", [[name, parameters, type, value, value...], ...]]. A contact-uri (RFC 8605) stands for mail addresses that are not told.
    private static string[] Mails(JsonElement entity)
    {
        JsonElement[] properties = [.. entity.At("vcardArray").Items().Skip(1).Take(1).SelectMany(static card => card.Items())];
        string[] mails = Read(properties, "email", mustBeUri: false);
        return mails.Length > 0 ? mails : Read(properties, "contact-uri", mustBeUri: true);
    }

    private static string[] Read(JsonElement[] properties, string name, bool mustBeUri)
        => [.. properties
            .Where(property => string.Equals(property.First().Text(), name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(static property => property.Items().Skip(3))
            .SelectMany(static value => value.ValueKind == JsonValueKind.Array ? value.Items() : [value])
            .SelectMany(value => Split(value.Text() ?? "", mustBeUri))];

    private static IEnumerable<string> Split(string value, bool mustBeUri)
    {
        value = value.Trim();
        bool isUri = value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        if (mustBeUri && !isUri)
            return [];
        // Behind the question mark stand headers of the mail to be written.
        string addresses = isUri ? value[Scheme.Length..].Split('?', 2)[0] : value;
        return addresses.Split(',', StringSplitOptions.TrimEntries).Select(address => isUri ? Uri.UnescapeDataString(address) : address).Where(LookupFields.IsAddress);
    }
}
