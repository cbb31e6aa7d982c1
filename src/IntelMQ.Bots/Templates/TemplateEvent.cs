using System.Globalization;
using System.Numerics;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Templates;

/// <summary>An event as templates see it: its fields by name.</summary>
internal sealed class TemplateEvent(Event message) : ITemplateMap
{
    private const int MaxDigits = 4300;

    public IEnumerable<string> Keys
    {
        get
        {
            var names = new List<string>(message.Count);
            foreach (FieldEntry entry in message)
                names.Add(entry.Key.Name);
            return names;
        }
    }

    public bool TryGet(string key, out object? value)
    {
        FieldValue found = message[key];
        value = found.IsMissing ? null : From(found);
        return !found.IsMissing;
    }

    private static object? From(FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldValueKind.Text:
                return value.ToString();
            case FieldValueKind.Boolean:
                return value.Utf8.Length == 4;
            case FieldValueKind.Number:
                return Number(value.ToString());
            case FieldValueKind.Json:
                try
                {
                    using var document = JsonDocument.Parse(value.ToString());
                    return From(document.RootElement);
                }
                catch (JsonException)
                {
                    return value.ToString();
                }

            default:
                return null;
        }
    }

    private static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True or JsonValueKind.False => json.ValueKind == JsonValueKind.True,
        JsonValueKind.Number => Number(json.GetRawText()),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToList(),
        JsonValueKind.Object => Map(json),
        _ => null,
    };

    private static TemplateMap Map(JsonElement json)
    {
        var map = new TemplateMap();
        foreach (JsonProperty member in json.EnumerateObject())
            map[member.Name] = From(member.Value);
        return map;
    }

    private static object Number(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return integer;
        if (digits.Length <= MaxDigits && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big))
            return big;
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : digits;
    }
}
