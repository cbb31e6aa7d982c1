using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;

namespace IntelMQ.Testing.Conformance;

/// <summary>A bot reports parameters that it does not know, and either takes a parameter's value or says which one it cannot use.</summary>
internal static class ParameterCheck
{
    private const string Unknown = "no_bot_has_this_parameter";

    // What people write into configuration by mistake, and what nobody would.
    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "99999999999999999999", "1e300", "\"\"", "\"no such value\"", "\"\\u0000\\n{%\"", "[]", "[[{}]]", "{}", "{\"a\": [1]}",
    ];

    public static async Task RunAsync(BotDescriptor descriptor, JsonElement given, List<string> violations)
    {
        JsonElement unknown = With(default, Unknown, "1");
        var warnings = new List<string>();
        Read(descriptor, unknown, ParameterSource.IntelMQ, warnings);
        if (!warnings.Exists(static warning => warning.Contains(Unknown, StringComparison.Ordinal)))
            violations.Add("An unknown parameter of IntelMQ's is passed over without a warning.");
        if (Read(descriptor, unknown, ParameterSource.Configuration, [])?.Complaints.Any(static complaint => complaint.Contains(Unknown, StringComparison.Ordinal)) != true)
            violations.Add("An unknown parameter is not refused.");
        if (Read(descriptor, given, ParameterSource.Configuration, []) is { } refused)
            AreSentences(refused, violations);

        string[] names = [.. descriptor.Parameters.Select(static parameter => parameter.Name)];
        foreach (string name in names)
        {
            foreach (string value in Values)
                await CheckValueAsync(descriptor, With(given, name, value), $"{name} = {value}", names, violations).ConfigureAwait(false);
        }
    }

    public static void AreSentences(BotConfigurationException exception, List<string> violations)
    {
        if (exception.Complaints.Count == 0)
            violations.Add("The parameters are refused without a complaint.");
        foreach (string complaint in exception.Complaints)
        {
            if (complaint.Length <= 10 || !complaint.EndsWith('.'))
                violations.Add($"A complaint about the parameters is no sentence: {complaint}");
        }
    }

    private static async Task CheckValueAsync(BotDescriptor descriptor, JsonElement parameters, string shown, string[] names, List<string> violations)
    {
        using var services = new TestServices();
        try
        {
            Bot bot = descriptor.Create(parameters, ParameterSource.Configuration, services.Services, new List<string>());
            await bot.DisposeAsync().ConfigureAwait(false);
        }
        catch (BotConfigurationException exception)
        {
            AreSentences(exception, violations);
            foreach (string complaint in exception.Complaints)
            {
                if (!Array.Exists(names, name => complaint.Contains(name, StringComparison.Ordinal)))
                    violations.Add($"A complaint about {shown} names no parameter: {complaint}");
            }
        }
#pragma warning disable CA1031 // Whatever else comes is what is looked for.
        catch (Exception exception)
        {
            violations.Add($"The parameter {shown} throws {exception.GetType().Name}: {exception.Message}");
        }
#pragma warning restore CA1031
    }

    private static BotConfigurationException? Read(BotDescriptor descriptor, JsonElement parameters, ParameterSource source, List<string> warnings)
    {
        try
        {
            descriptor.ReadOptions(parameters, source, warnings);
            return null;
        }
        catch (BotConfigurationException exception)
        {
            return exception;
        }
    }

    private static JsonElement With(JsonElement given, string name, string value)
    {
        JsonObject parameters = given.ValueKind == JsonValueKind.Object ? JsonObject.Create(given.Clone())! : [];
        parameters[name] = JsonNode.Parse(value);
        using JsonDocument document = JsonDocument.Parse(parameters.ToJsonString());
        return document.RootElement.Clone();
    }
}
