using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Parsers;

/// <summary>What comes in a report's place: a page of a proxy, an error message, a word.</summary>
public sealed class NoTableTests
{
    // Texts in which the bot looks for URLs: any text is a report.
    private const string Texts = "intelmq.bots.parsers.twitter.parser";

    private static readonly string[] Lines =
    [
        "<!DOCTYPE html><html><body>502, Bad Gateway</body></html>",
        "<html>502 Bad Gateway</html>\n",
        "{\"error\": \"invalid key, or none\"}",
        "Service unavailable",
    ];

    private static readonly Dictionary<string, string> Parameters = new()
    {
        ["intelmq.bots.parsers.generic.parser_csv"] = """{"columns": ["source.ip", "extra.a"], "skip_header": true}""",
        ["intelmq.bots.parsers.html_table.parser"] = """{"columns": ["source.ip"]}""",
        ["intelmq.bots.parsers.key_value.parser"] = """{"keys": {"src": "source.ip"}}""",
        ["intelmq.bots.parsers.shadowserver.parser"] = """{"test_mode": true}""",
    };

    public static TheoryData<string> Modules
        => [.. StandardBots.All.Where(static bot => bot.Kind == BotKind.Parser && bot.Module != Texts).Select(static bot => bot.Module)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void One_line_that_is_no_report_is_one_failure_always(string module)
    {
        using JsonDocument parameters = JsonDocument.Parse(Parameters.GetValueOrDefault(module, "{}"));
        foreach ((string line, string? url) in Lines.SelectMany(static line => new[] { (line, (string?)null), (line, "https://www.example.com/feed") }))
        {
            var parser = (Parser)Catalogs.Standard.Get(module).Create(parameters.RootElement, ParameterSource.Configuration, BotServices.Default, []);
            var report = new Report(Encoding.UTF8.GetBytes(line), Schema.Default);
            report.Set("extra.file_name", "2026-01-02-test_smb-x.csv");
            if (url is not null)
                report.Set("feed.url", url);
            ParseResult result = parser.Parse(report);
            Assert.Empty(result.Events);
            Assert.Single(result.Failures);
        }
    }
}
