using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Fills options from JSON, parameter by parameter, so that all complaints come at once.</summary>
internal static class OptionsReader
{
    public static void Fill(
        BotOptions options,
        JsonTypeInfo info,
        JsonElement parameters,
        ParameterSource source,
        List<string> complaints,
        ICollection<string> warnings)
    {
        if (parameters.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return;
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            complaints.Add("the parameters are not an object.");
            return;
        }

        var known = info.Properties.Where(static property => property.Set is not null).ToDictionary(static property => property.Name, StringComparer.Ordinal);
        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            if (known.TryGetValue(parameter.Name, out JsonPropertyInfo? property))
                Set(options, info, property, parameter, source, complaints);
            else if (source != ParameterSource.IntelMQ || !HostParameters.Contains(parameter.Name))
                Unknown(parameter.Name, known.Keys, source, complaints, warnings);
        }
    }

    private static void Unknown(string name, IEnumerable<string> known, ParameterSource source, List<string> complaints, ICollection<string> warnings)
    {
        string? nearest = NearestName.Find(name, known);
        string text = $"there is no parameter '{name}'{(nearest is null ? "." : $"; did you mean '{nearest}'?")}";
        if (source == ParameterSource.IntelMQ)
            warnings.Add(text);
        else
            complaints.Add(text);
    }

    private static void Set(BotOptions options, JsonTypeInfo info, JsonPropertyInfo property, JsonProperty parameter, ParameterSource source, List<string> complaints)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            // IntelMQ's files say null for "not set": the default stays where the parameter cannot be null.
            if (parameter.Value.ValueKind == JsonValueKind.Null)
            {
                if (property.IsSetNullable)
                    property.Set!(options, null);
                return;
            }

            object? value = source == ParameterSource.IntelMQ && TryReadLoosely(type, parameter.Value, out object? loose)
                ? loose
                : parameter.Value.Deserialize(info.Options.GetTypeInfo(property.PropertyType));
            property.Set!(options, value);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            complaints.Add($"{parameter.Name} cannot be {Shown(parameter)}: it must be {Expected(type, exception)}.");
        }
    }

    private static string Shown(JsonProperty parameter)
    {
        if (parameter.Name.Contains("password", StringComparison.Ordinal) || parameter.Name.Contains("token", StringComparison.Ordinal) || parameter.Name.Contains("key", StringComparison.Ordinal))
            return "what is given";
        string text = parameter.Value.GetRawText();
        return text.Length <= 80 ? text : text[..80] + "...";
    }

    private static string Expected(Type type, Exception exception)
    {
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        if (type == typeof(double))
            return "a number";
        if (type == typeof(string))
            return "a text";
        if (type.IsEnum)
            return $"one of {string.Join(", ", type.GetEnumNames().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}";
        string message = exception.Message;
        int path = message.IndexOf(" Path: ", StringComparison.Ordinal);
        message = path < 0 ? message : message[..path];
        return message.StartsWith("must be ", StringComparison.Ordinal) ? message["must be ".Length..].TrimEnd('.') : "of another type";
    }

    // Text that stands for a number or boolean, and the other way round.
    private static bool TryReadLoosely(Type type, JsonElement parameter, out object? value)
    {
        value = null;
        if (type == typeof(string) && parameter.ValueKind is (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
            value = parameter.GetRawText();
        if (parameter.ValueKind != JsonValueKind.String)
            return value is not null;
        string text = parameter.GetString()!;
        if (type == typeof(bool) && bool.TryParse(text, out bool boolean))
            value = boolean;
        else if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            value = number;
        else if (type == typeof(long) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large))
            value = large;
        else if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real))
            value = real;
        return value is not null;
    }
}
