using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Collectors;
using IntelMQ.Intake;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>A bot's example parameters as they are written in C# and in <c>runtime.yaml</c>.</summary>
internal static class ExampleCode
{
    public static string CSharp(BotDescriptor bot, JsonElement parameters)
    {
        Type options = bot.NewOptions().GetType();
        var own = new List<string>();
        var parts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (JsonProperty parameter in parameters.EnumerateObject())
        {
            (PropertyInfo? part, PropertyInfo property) = Find(options, parameter.Name);
            string assignment = $"{property.Name} = {Expression(property, parameter.Value)}";
            if (part is null)
                own.Add(assignment);
            else if (parts.TryGetValue(part.Name, out List<string>? list))
                list.Add(assignment);
            else
                parts.Add(part.Name, [assignment]);
        }

        own.AddRange(parts.Select(static part => $"{part.Key} = {{ {string.Join(", ", part.Value)} }}"));
        var text = new StringBuilder();
        string variable = bot.Kind.ToString().ToLowerInvariant();
        text.Append(CultureInfo.InvariantCulture, $"var {variable} = new {bot.BotType.Name}(\n    new {options.Name}\n    {{\n");
        foreach (string assignment in own)
            text.Append(CultureInfo.InvariantCulture, $"        {assignment},\n");
        return text.Append("    },\n    services);\n").ToString();
    }

    public static string Yaml(BotDescriptor bot, JsonElement parameters)
    {
        var text = new StringBuilder();
        string name = string.Join('-', bot.Module.Split('.')[3..]).Replace('_', '-');
        text.Append(CultureInfo.InvariantCulture, $"{name}:\n  module: {bot.Module}\n  group: {bot.Kind}\n  parameters:\n");
        foreach (JsonProperty parameter in parameters.EnumerateObject())
            text.Append(CultureInfo.InvariantCulture, $"    {parameter.Name}: {parameter.Value.GetRawText()}\n");
        if (bot.Kind == BotKind.Collector)
            text.Append("  destination_queues:\n    _default: [parser-queue]\n");
        return text.ToString();
    }

    private static (PropertyInfo? Part, PropertyInfo Property) Find(Type options, string parameter)
    {
        foreach (PropertyInfo property in options.GetProperties())
        {
            if (property.CanWrite && NameOf(property) == parameter)
                return (null, property);
            if (!property.CanWrite && property.PropertyType.IsSubclassOf(typeof(OptionsPart)) && Array.Find(property.PropertyType.GetProperties(), inner => inner.CanWrite && NameOf(inner) == parameter) is { } found)
                return (property, found);
        }

        throw new InvalidOperationException($"{options.Name} has no property for {parameter}.");
    }

    private static string NameOf(PropertyInfo property)
        => property.GetCustomAttribute<ParameterAttribute>()?.Name ?? string.Concat(property.Name.Select(static (c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    // "hours" in configuration is FromHours in code.
    private static string InCode(string unit) => char.ToUpperInvariant(unit[0]) + unit[1..];

    private static string Expression(PropertyInfo property, JsonElement value)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(Secret))
            return $"new Secret(Environment.GetEnvironmentVariable(\"{value.GetString()!["${env:".Length..^1]}\")!)";
        if (type == typeof(TimeSpan))
            return $"TimeSpan.From{InCode(property.GetCustomAttribute<UnitAttribute>()!.Name)}({value.GetRawText()})";
        if (type == typeof(FileSelection))
            return value.GetBoolean() ? "FileSelection.All" : "FileSelection.None";
        if (type == typeof(UrlFormatting))
            return value.GetBoolean() ? "UrlFormatting.Now" : "UrlFormatting.None";
        if (type == typeof(TextList) && value.ValueKind == JsonValueKind.String)
            return $"[{string.Join(", ", TextList.Parse(value.GetString()!).Select(static item => $"\"{item}\""))}]";
        if (type.IsEnum)
            return $"{type.Name}.{Enum.GetNames(type).First(name => name.Equals(value.GetString(), StringComparison.OrdinalIgnoreCase))}";
        // Texts, numbers, truth and lists of them are written alike in both.
        return value.GetRawText();
    }
}
