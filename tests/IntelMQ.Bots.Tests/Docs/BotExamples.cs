using System.Reflection;
using System.Text.Json;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>Bots to describe, with example parameters where the defaults do not do; and the samples of their tests.</summary>
internal static class BotExamples
{
    private const int MaxLines = 12;
    private const int MaxLength = 160;

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["intelmq.bots.collectors.file.collector_file"] = """{"path": "/var/spool/feeds"}""",
        ["intelmq.bots.experts.do_portal.expert"] = """{"portal_url": "https://portal.example.com", "portal_api_key": "..."}""",
        ["intelmq.bots.experts.field_reducer.expert"] = """{"type": "whitelist", "keys": "source.ip"}""",
        ["intelmq.bots.experts.filter.expert"] = """{"filter_key": "source.ip", "filter_value": "192.0.2.1", "filter_action": "drop"}""",
        ["intelmq.bots.experts.maxmind_geoip.expert"] = """{"database": "cities.mmdb"}""",
        ["intelmq.bots.experts.misp.expert"] = """{"misp_url": "https://misp.example.com/", "misp_key": "..."}""",
        ["intelmq.bots.experts.sieve.expert"] = """{"file": "rules.sieve"}""",
        ["intelmq.bots.experts.splunk_saved_search.expert"] = """{"url": "https://splunk.example.com:8089", "auth_token": "...", "saved_search": "owners", "search_parameters": {"source.ip": "ip"}, "result_fields": {"owner": "source.account"}}""",
        ["intelmq.bots.experts.tuency.expert"] = """{"url": "https://tuency.example.com/", "authentication_token": "..."}""",
        ["intelmq.bots.outputs.file.output"] = """{"file": "events.txt"}""",
        ["intelmq.bots.parsers.generic.parser_csv"] = """{"columns": ["time.source", "source.ip", "extra.note"], "type": "scanner"}""",
        ["intelmq.bots.parsers.html_table.parser"] = """{"columns": ["time.source", "source.url"], "type": "phishing"}""",
        ["intelmq.bots.parsers.key_value.parser"] = """{"keys": {"srcip": "source.ip", "dport": "destination.port"}, "timestamp_key": "time.source"}""",
    };

    /// <summary>Makes a parser; or another bot, null where its parameters name what is not here.</summary>
    public static Bot? Create(BotDescriptor bot)
    {
        using JsonDocument parameters = JsonDocument.Parse(Parameters.GetValueOrDefault(bot.Module, "{}"));
        try
        {
            return bot.Create(parameters.RootElement, ParameterSource.IntelMQ, BotServices.Default, []);
        }
        catch (BotConfigurationException) when (bot.Kind != BotKind.Parser)
        {
            return null;
        }
    }

    /// <summary>The example parameters, where the defaults do not do.</summary>
    public static string? ParametersOf(BotDescriptor bot) => Parameters.GetValueOrDefault(bot.Module);

    /// <summary>The first lines of the sample in the bot's tests.</summary>
    public static string? SampleOf(BotDescriptor bot)
    {
        Type? tests = typeof(BotExamples).Assembly.GetType(bot.BotType.FullName!.Replace("IntelMQ.Bots.", "IntelMQ.Bots.Tests.", StringComparison.Ordinal) + "Tests");
        FieldInfo[] texts = [.. (tests?.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public) ?? []).Where(static field => field.FieldType == typeof(string))];
        string? sample = (texts.FirstOrDefault(static field => field.Name == "Sample") ?? texts.FirstOrDefault(static field => field.Name is not "Header" && ((string)field.GetValue(null)!).Contains('\n')))
            ?.GetValue(null) as string;
        if (sample is null)
            return null;
        string[] lines = sample.ReplaceLineEndings("\n").Trim('\n').Split('\n');
        IEnumerable<string> shown = lines.Take(MaxLines).Select(static line => (line.Length > MaxLength ? $"{line[..MaxLength]} ..." : line).TrimEnd());
        return $"{string.Join('\n', shown)}{(lines.Length > MaxLines ? "\n..." : "")}\n";
    }
}
