using System.Globalization;
using System.Text.Json;
using IntelMQ.Bots;

namespace TrimApp;

/// <summary>Makes every bot from no parameters; where a bot needs some, it has to say so in a sentence.</summary>
internal static class Catalogue
{
    public static string Check()
    {
        using JsonDocument none = JsonDocument.Parse("{}");
        int made = 0;
        int refused = 0;
        foreach (BotDescriptor bot in StandardBots.All)
        {
            if (bot.Parameters.Any(parameter => !bot.ToJsonSchema().Contains($"\"{parameter.Name}\": {{", StringComparison.Ordinal)))
                return $"WRONG {bot.Module}: the schema of its parameters is incomplete.";
            try
            {
                if (bot.Create(none.RootElement, ParameterSource.IntelMQ, BotServices.Default, []).GetType() != bot.BotType)
                    return $"WRONG {bot.Module}: makes a bot of another class.";
                made++;
            }
            catch (BotConfigurationException exception) when (exception.Message.Length > 0)
            {
                refused++;
            }
        }

        return made > refused
            ? string.Create(CultureInfo.InvariantCulture, $"{made} bots made, {refused} ask for parameters")
            : string.Create(CultureInfo.InvariantCulture, $"WRONG only {made} bots can be made without parameters");
    }
}
