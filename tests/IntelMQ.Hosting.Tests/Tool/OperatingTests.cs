using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

/// <summary>The commands for a host that runs.</summary>
[Collection("console")]
public sealed class OperatingTests : IAsyncLifetime
{
    private SampleHost _sample = null!;
    private ControlEndpoint _endpoint = null!;

    public async Task InitializeAsync()
    {
        _sample = await SampleHost.OpenAsync("sqlite");
        _endpoint = await ControlEndpoint.StartAsync(_sample.Host.Control, new ControlEndpointOptions { StateFolder = _sample.State }, CancellationToken.None);
        _sample.Feed.Add(2);
        _sample.Run();
        await Patience.UntilAsync(async () => (await _sample.Host.Control.GetStatusAsync()).Bots.Count(static bot => bot is { Kind: BotKind.Output, Queue.InWork: 0 } && bot.Sent.GetValueOrDefault("_default") == 2) == 2);
    }

    public async Task DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        await _sample.DisposeAsync();
    }

    [Fact]
    public async Task Status_is_a_line_for_each_bot()
    {
        ToolLine run = await RunAsync("status");
        Assert.Equal((0, ""), (run.Code, run.Complaints));
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.Equal("first-output\tOutput\trunning\t0\t0\t2\t2\t0\t", lines[0]);
        Assert.StartsWith("sample-collector\tCollector\trunning\t\t\t", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("spare-output\tOutput\tdisabled\t2\t0\t", lines[5], StringComparison.Ordinal);
        Assert.Single((await RunAsync("status", "--group", "parsers")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Bots_are_stopped_and_started_by_name_by_group_and_all()
    {
        Assert.Equal((0, "\"stopped\"\n"), await JsonAsync("stop", "sample-expert"));
        Assert.Equal((1, "\"stopped\"\n"), await JsonAsync("status", "sample-expert"));
        Assert.Equal((0, "\"running\"\n"), await JsonAsync("start", "sample-expert"));
        Assert.Equal((0, """{"first-output":"running","second-output":"running","spare-output":"disabled"}"""), await CompactAsync("restart", "--group", "outputs"));
        Assert.Equal((0, """{"first-output":"stopped","sample-collector":"stopped","sample-expert":"stopped","sample-parser":"stopped","second-output":"stopped","spare-output":"disabled"}"""), await CompactAsync("stop"));
        Assert.Equal((1, "\"stopped\"\n"), await JsonAsync("reload", "sample-parser"));
        Assert.Equal(0, (await RunAsync("start")).Code);
        ToolLine both = await RunAsync("stop", "sample-expert", "--group", "experts");
        Assert.Equal((1, "Name a bot or a group, not both.\n"), (both.Code, both.Complaints));
        Assert.Equal((1, "There is no bot 'nobody'.\n"), ((await RunAsync("stop", "nobody")).Code, (await RunAsync("stop", "nobody")).Complaints));
    }

    [Fact]
    public async Task Failures_are_looked_after_while_the_host_runs()
    {
        _sample.Feed.Add("bad\nbad\nline\n");
        await Patience.UntilAsync(async () => (await _sample.Host.Control.GetFailuresAsync()).Counted == 2);
        ToolLine listed = await RunAsync("dump", "list", "--type", "json");
        Assert.Equal((0, 2), (listed.Code, listed.Json.EnumerateArray().Single(static one => one.GetProperty("bot_id").GetString() == "sample-parser").GetProperty("count").GetInt32()));
        Assert.Equal(0, (await RunAsync("dump", "show", "sample-parser", "--number", "1")).Code);

        Assert.Equal(1, (await RunAsync("dump", "own", "sample-parser", "alice", "--reason", "something else")).Code);
        Assert.Equal(0, (await RunAsync("dump", "own", "sample-parser", "alice", "--reason", "LINE IS", "--note", "asked", "--until", "8h")).Code);
        Assert.Contains("  The line is bad. Owner: alice. Note: asked Acknowledged until ", (await RunAsync("dump", "list")).Output, StringComparison.Ordinal);
        JsonElement owned = (await RunAsync("dump", "list", "sample-parser", "--type", "json")).Json[0].GetProperty("reasons")[0];
        Assert.Equal(("alice", "asked"), (owned.GetProperty("owner").GetString(), owned.GetProperty("note").GetString()));

        await _sample.Host.Control.StopAsync(IntelMQ.Hosting.Control.BotScope.Of("sample-parser"));
        ToolLine sent = await RunAsync("dump", "replay", "sample-parser", "--number", "0");
        Assert.Equal((0, "1 sent, 0 without a message removed, 0 stay.\n", ""), (sent.Code, sent.Output, sent.Complaints));
        IntelMQ.Hosting.Control.HostStatus status = await _sample.Host.Control.GetStatusAsync();
        Assert.Equal(1, status.Find("sample-parser")!.Queue!.Waiting);
        Assert.Equal(1, (await _sample.Host.Control.GetFailuresAsync()).Counted);
        Assert.Equal(0, (await RunAsync("dump", "delete", "sample-parser", "--all", "--yes")).Code);
        Assert.Equal(0, (await _sample.Host.Control.GetFailuresAsync()).Counted);
    }

    [Fact]
    public async Task Enabling_is_written_into_the_file_and_starts_nothing()
    {
        string file = Path.Combine(_sample.Configuration, "runtime.yaml");
        string before = await File.ReadAllTextAsync(file);
        Assert.Equal((0, "spare-output is enabled; it is stopped now.\n"), ((await RunAsync("enable", "spare-output")) is var enabled ? (enabled.Code, enabled.Output) : default));
        Assert.Equal(before.Replace("enabled: false", "enabled: true", StringComparison.Ordinal), await File.ReadAllTextAsync(file));
        Assert.Equal((0, "\"running\"\n"), await JsonAsync("start", "spare-output"));
        ToolLine disabled = await RunAsync("disable", "spare-output");
        Assert.Equal((0, "spare-output is disabled; it is running now.\n"), (disabled.Code, disabled.Output));
        Assert.Equal(before, await File.ReadAllTextAsync(file));
        Assert.Equal((0, "\"stopped\"\n"), await JsonAsync("stop", "spare-output"));
        Assert.Equal((0, "\"disabled\"\n"), await JsonAsync("status", "spare-output"));
    }

    [Fact]
    public async Task Queues_of_a_running_host_are_listed_and_cleared()
    {
        Assert.Contains("spare-output-queue - 2\n", (await RunAsync("list", "queues")).Output, StringComparison.Ordinal);
        Assert.Equal("2\n", (await RunAsync("list", "queues", "--sum")).Output);
        Assert.Equal((0, "Cleared 'spare-output-queue'.\n"), (await RunAsync("clear", "spare-output-queue", "--yes")) is var cleared ? (cleared.Code, cleared.Output) : default);
        Assert.Equal("0\n", (await RunAsync("list", "queues", "--sum")).Output);
    }

    [Fact]
    public async Task Messages_are_shown_taken_and_sent()
    {
        ToolLine got = await RunAsync("run", "spare-output", "message", "get");
        Assert.Equal("0-0", got.Json.GetProperty("extra.line").GetString());
        Assert.False(got.Json.TryGetProperty("__type", out _));
        Assert.Equal(0, (await RunAsync("run", "spare-output", "message", "pop")).Code);
        Assert.Equal(0, (await RunAsync("run", "spare-output", "message", "pop")).Code);
        ToolLine none = await RunAsync("run", "spare-output", "message", "get");
        Assert.Equal((1, "", "No message waits in 'spare-output-queue'.\n"), (none.Code, none.Output, none.Complaints));
        ToolLine sent = await RunAsync("run", "sample-expert", "message", "send", """{"extra.line": "sent"}""");
        Assert.Equal((0, "", "Sent to first-output-queue, second-output-queue, spare-output-queue.\n"), (sent.Code, sent.Output, sent.Complaints));
        await Patience.UntilAsync(() => new(_sample.First.Lines().Contains("sent")));
        ToolLine bad = await RunAsync("run", "sample-expert", "message", "send", "nonsense");
        Assert.Equal(1, bad.Code);
        Assert.Contains("is not JSON", bad.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_does_one_message_for_show_or_for_good()
    {
        ToolLine dry = await RunAsync("run", "sample-expert", "process", "--dry-run", "--show-sent", "--msg", """{"extra.line": "tried"}""");
        Assert.Equal((0, "tried", "yes"), (dry.Code, dry.Json[0].GetProperty("extra.line").GetString(), dry.Json[0].GetProperty("extra.seen").GetString()));
        Assert.Equal("1 messages would be sent, 0 failures kept.\n", dry.Complaints);
        Assert.Equal(2, _sample.First.Count);
        ToolLine done = await RunAsync("run", "sample-expert", "process", "--msg", """{"extra.line": "done"}""");
        Assert.Equal((0, "", "1 messages sent, 0 failures kept.\n"), (done.Code, done.Output, done.Complaints));
        await Patience.UntilAsync(() => new(_sample.First.Lines().Contains("done") && _sample.Second.Lines().Contains("done")));
        ToolLine failed = await RunAsync("run", "sample-parser", "process", "-d", "-m", """{"raw": "YmFk"}""");
        Assert.Equal((1, "The line is bad.\n0 messages would be sent, 1 failures kept.\n"), (failed.Code, failed.Complaints));
    }

    // The answers and exit codes that intelmqctl gives to the same lines.
    [Theory]
    [InlineData("status", 0, """{"first-output":"running","sample-collector":"running","sample-expert":"running","sample-parser":"running","second-output":"running","spare-output":"disabled"}""")]
    [InlineData("status sample-parser", 0, "\"running\"")]
    [InlineData("status spare-output", 0, "\"disabled\"")]
    [InlineData("status --group outputs", 0, """{"first-output":"running","second-output":"running","spare-output":"disabled"}""")]
    [InlineData("start sample-parser", 0, "\"running\"")]
    [InlineData("start spare-output", 0, "\"running\"")]
    [InlineData("stop sample-parser", 0, "\"stopped\"")]
    [InlineData("reload sample-parser", 0, "\"running\"")]
    [InlineData("restart sample-parser", 0, """["stopped","running"]""")]
    [InlineData("restart --group parsers", 0, """{"sample-parser":"running"}""")]
    [InlineData("start --group experts", 0, """{"sample-expert":"running"}""")]
    [InlineData("stop --group botnet", 0, """{"first-output":"stopped","sample-collector":"stopped","sample-expert":"stopped","sample-parser":"stopped","second-output":"stopped","spare-output":"disabled"}""")]
    [InlineData("enable spare-output", 1, "\"stopped\"")]
    [InlineData("disable spare-output", 0, "\"disabled\"")]
    [InlineData("list queues --count", 0, """{"total-messages":2}""")]
    [InlineData("clear spare-output-queue", 0, "\"success\"")]
    [InlineData("clear nothing-queue", 2, "\"not-found\"")]
    [InlineData("status nobody", 2, "")]
    [InlineData("explode", 2, "")]
    public async Task Intelmqctls_lines_have_intelmqctls_answers(string line, int code, string answer)
    {
        ToolLine byName = await ToolLine.OfAsync("intelmqctl", ["--type", "json", .. line.Split(' '), .. Folders]);
        Assert.Equal((code, answer), (byName.Code, answer.Length == 0 ? "" : Compact(byName.Output)));
    }

    [Fact]
    public async Task Queues_and_status_are_one_answer()
    {
        ToolLine run = await ToolLine.OfAsync("intelmq", ["ctl", "-t", "json", "list", "queues-and-status", .. Folders]);
        Assert.Equal(0, run.Code);
        Assert.Equal("""["spare-output-queue",2]""", Compact(run.Json[0].GetProperty("spare-output").GetProperty("source_queue").GetRawText()));
        Assert.Equal("disabled", run.Json[1].GetProperty("spare-output").GetString());
    }

    [Theory]
    [InlineData("start sample-parser", "Starting sample-parser...\nBot sample-parser is running.\n", "")]
    [InlineData("stop sample-parser", "Stopping bot sample-parser...\nBot sample-parser is stopped.\n", "")]
    [InlineData("status --group parsers", "Bot sample-parser is running.\n", "")]
    [InlineData("reload --group parsers", "Reloading Parser group ...\nBot sample-parser is running.\n", "")]
    [InlineData("--quiet status", "", "")]
    public async Task Intelmqctls_words_are_kept(string line, string output, string complaints)
    {
        ToolLine run = await ToolLine.OfAsync("intelmq", ["ctl", .. line.Split(' '), .. Folders]);
        Assert.Equal((output, complaints), (run.Output, run.Complaints));
    }

    private string[] Folders => ["--config", _sample.Configuration, "--state", _sample.State];

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private Task<ToolLine> RunAsync(params string[] arguments) => ToolLine.OfAsync("intelmq", [.. arguments, .. Folders]);

    private async Task<(int Code, string Output)> JsonAsync(params string[] arguments)
    {
        ToolLine run = await RunAsync([.. arguments, "--type", "json"]);
        return (run.Code, run.Output);
    }

    private async Task<(int Code, string Output)> CompactAsync(params string[] arguments)
    {
        (int code, string output) = await JsonAsync(arguments);
        return (code, Compact(output));
    }
}
