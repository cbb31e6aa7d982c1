using System.Text.Json;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>Finds mail addresses in an answer by RDAP.</summary>
internal static class RdapContacts
{
    /// <summary>The address of the first role that has one; null where none has.</summary>
    public static string? Find(JsonElement answer, IEnumerable<string> order)
    {
        var contacts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement entity in answer.At("entities").Items())
        {
            if (IsRemoved(entity))
                continue;

            // An entity counts for more than those within it.
            foreach (JsonElement part in entity.At("entities").Items())
                Add(part, contacts);
            Add(entity, contacts);
        }

        foreach (string role in order)
        {
            if (contacts.TryGetValue(role, out string? contact))
                return contact;
        }

        return null;
    }

    private static void Add(JsonElement entity, Dictionary<string, string> contacts)
    {
        if (IsRemoved(entity) || Mail(entity) is not { } mail)
            return;
        foreach (JsonElement role in entity.At("roles").Items())
        {
            if (role.Text() is { } name)
                contacts[name] = mail;
        }
    }

    private static bool IsRemoved(JsonElement entity) => entity.At("roles").Items().Any(static role => role.Text() == "removed");

    // ["vcard", [[name, parameters, type, value], ...]]
    private static string? Mail(JsonElement entity)
    {
        foreach (JsonElement property in entity.At("vcardArray").Items().Skip(1).Take(1).SelectMany(static card => card.Items()))
        {
            if (property.First().Text() == "email")
                return property.GetArrayLength() > 3 && property[3].Text() is { Length: > 0 } mail ? mail : null;
        }

        return null;
    }
}
