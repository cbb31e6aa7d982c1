using System.CommandLine;
using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Sqlite.Store;
using IntelMQ.Store;
using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Tool;

/// <summary>Each command that answers programs answers people as well, and with the same exit code.</summary>
[Collection("console")]
public sealed class AnswerFormTests
{
    private const string Dump = """
        {
            "2026-01-02T03:04:05.000001": {
                "bot_id": "csv-parser",
                "source_queue": "csv-parser-queue",
                "message": "{\"__type\": \"Report\", \"raw\": \"MTkyLjAuMi4xLDgw\"}",
                "traceback": ["ValueError: no\n"]
            }
        }
        """;

    // What each is asked, in a folder with a configuration, a dump file, a log and a file of rules.
    private static readonly Dictionary<string, string> Asked = new()
    {
        ["check"] = "--no-connections",
        ["clear"] = "csv-parser-queue --yes",
        ["list bots"] = "--configured",
        ["list queues"] = "",
        ["list feeds"] = "phishing",
        ["status"] = "",
        ["start"] = "",
        ["stop"] = "",
        ["restart"] = "",
        ["reload"] = "",
        ["enable"] = "csv-parser",
        ["disable"] = "csv-parser",
        ["debug"] = "",
        ["log"] = "csv-parser",
        ["dump list"] = "--dumps DUMPS",
        ["dump show"] = "csv-parser --dumps DUMPS",
        ["dump replay"] = "csv-parser --all --dumps DUMPS",
        ["dump delete"] = "csv-parser --number 0 --yes --dumps DUMPS",
        ["feeds"] = "phishing",
        ["feeds add"] = "Abuse.ch|Feodo Tracker|--to|taxonomy-expert",
        ["init"] = "--yes",
        ["sieve check"] = "RULES",
        ["sieve explain"] = "RULES {}",
        ["try"] = "192.0.2.1,80 --from csv-parser",
        ["upgrade-config"] = "--dry-run",
        ["alerts list"] = "",
        ["mail outbox"] = "--database MAILS",
        ["store search"] = "--database EVENTS",
        ["store count"] = "--database EVENTS",
        ["store group"] = "--database EVENTS --by classification.type",
        ["store erase"] = "source.port==80 --database EVENTS",
        ["store log"] = "--database EVENTS",
    };

    public static TheoryData<string> Lines => [.. Below(IntelMQCommand.Create(), "").Where(static line => !line.StartsWith("ctl", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task People_and_programs_get_the_same_answer(string line)
    {
        Assert.True(Asked.ContainsKey(line), $"Say here what {line} is to be asked.");
        (int code, string text, string complaints) = await AskAsync(line, "text");
        (int sameCode, string json, _) = await AskAsync(line, "json");
        Assert.Equal(code, sameCode);
        Assert.NotEqual("", text + complaints);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.NotEqual(JsonValueKind.Undefined, document.RootElement.ValueKind);
        Assert.NotEqual(json, text);
    }

    private static async Task<(int Code, string Output, string Complaints)> AskAsync(string line, string type)
    {
        using ConfigurationFolder folder = new ConfigurationFolder().Write("sqlite", "log-expert:\n  module: intelmq.bots.experts.taxonomy.expert");
        string logs = Directory.CreateDirectory(Path.Combine(folder.State, "logs")).FullName;
        string runtime = Path.Combine(folder.Configuration, "runtime.yaml");
        await File.WriteAllTextAsync(runtime, (await File.ReadAllTextAsync(runtime)).Replace("logging_level: WARNING", $"logging_path: {logs}", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(logs, "csv-parser.log"), "2026-01-31 13:45:11,123 - csv-parser - INFO - Bot is starting.\n");
        await File.WriteAllTextAsync(Path.Combine(logs, "csv-parser.dump"), Dump);
        string rules = Path.Combine(logs, "rules.sieve");
        await File.WriteAllTextAsync(rules, "if source.port == 80 { drop }\n");
        string[] words = Asked[line].Split(Asked[line].Contains('|', StringComparison.Ordinal) ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries);
        string events = Path.Combine(logs, "events.db");
        if (words.Contains("EVENTS"))
            await FillAsync(events);
        string[] given = [.. words.Select(word => word switch { "DUMPS" => logs, "RULES" => rules, "EVENTS" => events, "MAILS" => Path.Combine(logs, "mails.db"), _ => word })];
        Command command = Below(IntelMQCommand.Create(), line.Split(' '));
        string[] folders = [.. command.Options.Any(static option => option.Name == "--config") ? (string[])["--config", folder.Configuration] : [], .. command.Options.Any(static option => option.Name == "--state") ? (string[])["--state", folder.State] : []];
        return await ToolRun.RunAsync([.. line.Split(' '), .. given, "--type", type, .. folders]);
    }

    private static async Task FillAsync(string path)
    {
        await using var store = new SqliteEventStore(new SqlStoreSettings { ConnectionString = $"Data Source={path};Pooling=False" });
        await store.MigrateAsync(default);
        await store.AppendAsync(new EventBatch([new Event { ["source.ip"] = "192.0.2.1", ["source.port"] = 80, ["classification.type"] = "scanner" }]), default);
    }

    private static Command Below(Command root, string[] words) => words.Aggregate(root, static (command, word) => command.Subcommands.Single(one => one.Name == word));

    private static IEnumerable<string> Below(Command command, string line)
    {
        if (command.Options.Any(static option => option.Name == "--type"))
            yield return line;
        foreach (string below in command.Subcommands.SelectMany(one => Below(one, line.Length == 0 ? one.Name : $"{line} {one.Name}")))
            yield return below;
    }
}
