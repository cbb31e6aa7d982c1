using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Bots;

namespace IntelMQ.Tool.Commands;

/// <summary>Parameters of bots that are named on the command line.</summary>
internal static class ToolParameters
{
    /// <summary>Reads <c>NAME=VALUE</c>; a value that is a JSON object, list, number or true or false is taken as that, else as text.</summary>
    /// <exception cref="ArgumentException">One of them has another form.</exception>
    public static JsonObject Read(IEnumerable<string> parameters)
    {
        var all = new JsonObject();
        foreach (string parameter in parameters)
        {
            int end = parameter.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
                throw new ArgumentException($"'{parameter}' is no NAME=VALUE.");
            all[parameter[..end]] = ValueOf(parameter[(end + 1)..]);
        }

        return all;
    }

    /// <summary>Makes a bot of parameters in IntelMQ's names; what is doubtful about them is told on standard error.</summary>
    /// <exception cref="ArgumentException">They cannot be used.</exception>
    public static Bot Create(BotDescriptor descriptor, JsonObject parameters, BotServices services)
    {
        var warnings = new List<string>();
        try
        {
            return descriptor.Create(JsonElement.Parse(parameters.ToJsonString()), ParameterSource.IntelMQ, services, warnings);
        }
        catch (BotConfigurationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
        finally
        {
            foreach (string warning in warnings)
                Console.Error.WriteLine($"{descriptor.Module}: {warning}");
        }
    }

    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return text.Length > 0 && (text[0] is '{' or '[' or '-' || char.IsAsciiDigit(text[0]) || text is "true" or "false" or "null") ? JsonNode.Parse(text) : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
