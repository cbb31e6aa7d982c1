using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Schemas;

namespace Snippets;

/// <summary>docs/migrating.md.</summary>
public static class Migrating
{
    public static void AnEntryOfRuntimeYaml()
    {
        // #region runtime
        string module = "intelmq.bots.experts.deduplicator.expert";
        JsonElement parameters = JsonElement.Parse("""
            {
              "filter_keys": "raw,time.observation",
              "filter_type": "blacklist",
              "redis_cache_ttl": "86400",
              "redis_cache_host": "127.0.0.1",
              "redis_cash_db": 6,
              "logging_level": "DEBUG"
            }
            """);
        var warnings = new List<string>();
        Bot bot = new BotCatalog().Add(StandardBots.All).Get(module).Create(parameters, ParameterSource.IntelMQ, BotServices.Default, warnings);

        Console.WriteLine(bot.GetType().Name);
        foreach (string warning in warnings)
            Console.WriteLine(warning);
        // #endregion
    }

    public static void AHarmonizationFile()
    {
        Schema.IntelMQ33.Save("harmonization.conf");
        // #region schema
        Schema schema = Schema.Load("harmonization.conf");      // throws SchemaException with all faults of the file
        Console.WriteLine(schema.Definitions.Count);
        // #endregion
    }
}
