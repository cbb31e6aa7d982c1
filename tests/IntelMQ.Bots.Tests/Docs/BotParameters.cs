using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The table of a bot's parameters.</summary>
internal static class BotParameters
{
    public static string Table(BotDescriptor bot)
    {
        object defaults = Activator.CreateInstance(bot.OptionsInfo.Type)!;
        var own = new StringBuilder();
        var shared = new StringBuilder();
        foreach (JsonPropertyInfo parameter in bot.OptionsInfo.Properties.Where(static parameter => parameter.Set is not null).OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            PropertyInfo property = PropertyOf(bot, parameter.Name);
            string row = $"| `{parameter.Name}` | {TypeName(parameter.PropertyType)} | {DefaultOf(parameter, property.GetValue(defaults))} | {Cell(XmlDocs.SummaryOf(property))} |\n";
            (property.DeclaringType == bot.OptionsInfo.Type ? own : shared).Append(row);
        }

        if (own.Length + shared.Length == 0)
            return "None.\n";
        return $"| parameter | type | default | meaning |\n| --- | --- | --- | --- |\n{own}{shared}";
    }

    /// <summary>The parameters whose meaning no comment says.</summary>
    public static IEnumerable<string> Undocumented(BotDescriptor bot)
        => bot.OptionsInfo.Properties.Where(parameter => parameter.Set is not null && XmlDocs.SummaryOf(PropertyOf(bot, parameter.Name)).Length == 0).Select(parameter => $"{bot}: {parameter.Name}");

    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static PropertyInfo PropertyOf(BotDescriptor bot, string parameter)
        => bot.OptionsInfo.Type.GetProperties().Single(property => NameOf(property) == parameter);

    private static string NameOf(PropertyInfo property)
        => property.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    private static string DefaultOf(JsonPropertyInfo parameter, object? value)
    {
        if (value is null)
            return "";
        string json = JsonSerializer.Serialize(value, parameter.Options.GetTypeInfo(parameter.PropertyType));
        return json is "\"\"" or "[]" or "{}" ? "empty" : $"`{Cell(json)}`";
    }

    private static string TypeName(Type given)
    {
        Type type = Nullable.GetUnderlyingType(given) ?? given;
        if (type.IsEnum)
            return $"one of {string.Join(", ", type.GetEnumNames().Select(static name => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}`"))}";
        if (type.IsGenericType && typeof(System.Collections.IDictionary).IsAssignableFrom(type) || type.Name.StartsWith("IDictionary", StringComparison.Ordinal) || type.Name.StartsWith("IReadOnlyDictionary", StringComparison.Ordinal))
            return "map";
        if (type.IsGenericType && type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            return "list";
        return type.Name switch
        {
            nameof(Boolean) => "true or false",
            nameof(Int32) or nameof(Int64) => "whole number",
            nameof(Double) => "number",
            nameof(String) => "text",
            nameof(TextList) => "list of texts, or one text with commas",
            nameof(TextMap) => "map, or a text that holds one as JSON",
            nameof(Secret) => "text, never shown",
            nameof(PlainValue) => "any value",
            nameof(JsonElement) => "JSON",
            _ => XmlDocs.SummaryOf(type).TrimEnd('.') is { Length: > 0 } summary ? $"{char.ToLowerInvariant(summary[0])}{summary[1..]}" : throw new InvalidOperationException($"What is {type}?"),
        };
    }
}
