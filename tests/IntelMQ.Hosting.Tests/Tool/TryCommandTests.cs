using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class TryCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_goes_through_the_bots_of_a_configuration_and_nothing_is_stored()
    {
        _folder.Write("memory");
        (int code, string output, string complaints) = await ToolRun.RunAsync("try", "192.0.2.1,80", "--config", _folder.Configuration);
        Assert.True(code == 0, complaints);
        Assert.Contains("csv-parser (intelmq.bots.parsers.generic.parser_csv)\n  _default: taxonomy-expert\n", output, StringComparison.Ordinal);
        Assert.Contains("    + source.ip: \"192.0.2.1\"\n", output, StringComparison.Ordinal);
        Assert.Contains("    + classification.taxonomy: \"information-gathering\"\n", output, StringComparison.Ordinal);
        Assert.EndsWith("file-output (intelmq.bots.outputs.file.output)\n  It would store the message.\n", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Output));
    }

    [Fact]
    public async Task What_failed_is_told_and_ends_with_one()
    {
        _folder.Write("memory");
        (int code, string output, _) = await ToolRun.RunAsync("try", "nonsense,80", "--config", _folder.Configuration, "--type", "json");
        Assert.Equal(1, code);
        JsonElement step = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Contains("source.ip", Assert.Single(step.GetProperty("failures").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_goes_through_bots_that_are_named()
    {
        (int code, string output, string complaints) = await ToolRun.TypeAsync(
            """{"__type": "Event", "classification.type": "scanner", "source.url": "http://www.example.com/x"}""",
            "try", "-", "--bots", "intelmq.bots.experts.taxonomy.expert,intelmq.bots.experts.url2fqdn.expert,intelmq.bots.experts.filter.expert", "--parameter", "3.filter_key=source.fqdn", "--parameter", "3.filter_value=www.example.com", "--parameter", "3.filter_action=drop", "--type", "json");
        Assert.True(code == 0, complaints);
        JsonElement[] steps = [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
        Assert.Equal(["1-taxonomy", "2-url2fqdn", "3-filter"], steps.Select(static step => step.GetProperty("bot_id").GetString()));
        JsonElement change = Assert.Single(steps[0].GetProperty("sent")[0].GetProperty("changes").EnumerateArray());
        Assert.Equal(("classification.taxonomy", JsonValueKind.Null, "information-gathering"), (change.GetProperty("field").GetString(), change.GetProperty("before").ValueKind, change.GetProperty("after").GetString()));
        Assert.True(steps[2].GetProperty("dropped").GetBoolean());
    }

    [Theory]
    [InlineData("There is no bot 'nobody'.", "--from", "nobody")]
    [InlineData("takes no Report", "--from", "taxonomy-expert")]
    public async Task A_bot_that_does_not_fit_is_one_line(string complaint, params string[] arguments)
    {
        _folder.Write("memory");
        (int code, _, string complaints) = await ToolRun.RunAsync(["try", "x", "--config", _folder.Configuration, .. arguments]);
        Assert.Equal(1, code);
        Assert.Contains(complaint, complaints, StringComparison.Ordinal);
    }
}
