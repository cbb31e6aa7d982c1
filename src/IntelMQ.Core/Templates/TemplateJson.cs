using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace IntelMQ.Templates;

/// <summary>JSON as templates see it: lists, maps, texts, numbers.</summary>
public static class TemplateJson
{
    private const int MaxDigits = 4300;

    /// <summary>The function <c>from_json</c>, which reads a text.</summary>
    public static TemplateFunction FromJson { get; } = static arguments
        => arguments is [string text] && TryRead(text, out object? value) ? value : throw new InvalidOperationException("from_json reads one text, which must be JSON.");

    /// <summary>Reads JSON.</summary>
    /// <param name="json">The text.</param>
    /// <param name="value">What it holds.</param>
    /// <returns>Whether it is JSON.</returns>
    public static bool TryRead(string json, out object? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        value = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            value = From(document.RootElement);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    internal static object Number(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return integer;
        if (digits.Length <= MaxDigits && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger big))
            return big;
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : digits;
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
}
