using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Lookups;

namespace IntelMQ.Bots.Experts;

/// <summary>RIPE's answers as IntelMQ keeps them: contacts as a JSON list, a place as a JSON object, and a word for nothing.</summary>
internal static class RipeAnswers
{
    private const string Nothing = "__no_contact";

    public static string Write(string contacts)
        => contacts.Length == 0 ? Nothing : new JsonArray([.. contacts.Split(',').Select(static contact => (JsonNode)contact)]).ToJsonString();

    public static string Write(RipePlace place) => place.Json ?? Nothing;

    public static bool TryReadContacts(string text, out string contacts)
    {
        contacts = "";
        if (text == Nothing)
            return true;
        if (!TryParse(text, out JsonElement json) || json.ValueKind != JsonValueKind.Array)
            return false;
        contacts = LookupFields.JoinContacts(LookupFields.AddressesIn(json.Items().Select(static contact => contact.Text())));
        return true;
    }

    public static bool TryReadPlace(string text, out RipePlace place)
    {
        place = new RipePlace(default);
        if (text == Nothing)
            return true;
        if (!TryParse(text, out JsonElement json) || json.ValueKind != JsonValueKind.Object)
            return false;
        place = new RipePlace(json);
        return true;
    }

    private static bool TryParse(string text, out JsonElement json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
