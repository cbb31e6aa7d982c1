using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

/// <summary>The same commands where no host runs.</summary>
[Collection("console")]
public sealed class WithoutHostTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    private string[] Folders => ["--config", _folder.Configuration, "--state", _folder.State];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_says_what_to_do()
    {
        _folder.Write("sqlite");
        ToolLine run = await ToolLine.OfAsync("intelmq", ["start", "csv-parser", .. Folders]);
        Assert.Equal(1, run.Code);
        Assert.Equal($"No host runs with the state folder '{_folder.State}'. Start one: intelmq run --config {_folder.Configuration} --state {_folder.State}\n", run.Complaints);
    }

    [Fact]
    public async Task All_bots_are_stopped()
    {
        _folder.Write("sqlite");
        ToolLine status = await ToolLine.OfAsync("intelmq", ["status", "--type", "json", .. Folders]);
        Assert.Equal((1, """{"csv-parser":"stopped","file-collector":"stopped","file-output":"stopped","taxonomy-expert":"stopped"}"""), (status.Code, JsonSerializer.Serialize(status.Json)));
        Assert.Equal((0, "\"stopped\"\n"), await ToolLine.OfAsync("intelmqctl", ["--type", "json", "stop", "csv-parser", .. Folders]) is var stopped ? (stopped.Code, stopped.Output) : default);
        ToolLine disabled = await ToolLine.OfAsync("intelmq", ["disable", "csv-parser", "--type", "json", .. Folders]);
        Assert.Equal((0, "\"disabled\"\n"), (disabled.Code, disabled.Output));
        Assert.Equal("Bot csv-parser is disabled.\n", (await ToolLine.OfAsync("intelmqctl", ["status", "csv-parser", .. Folders])).Output);
    }

    [Fact]
    public async Task intelmqctl_writes_literals_of_Python_where_it_is_asked_to()
    {
        _folder.Write("sqlite");
        ToolLine status = await ToolLine.OfAsync("intelmqctl", ["status", "--type", "python", .. Folders]);
        Assert.Equal((1, "{'csv-parser': 'stopped', 'file-collector': 'stopped', 'file-output': 'stopped', 'taxonomy-expert': 'stopped'}\n"), (status.Code, status.Output));
        Assert.Equal("stopped\n", (await ToolLine.OfAsync("intelmqctl", ["--type", "python", "status", "csv-parser", .. Folders])).Output);
        Assert.Equal("{'total-messages': 0}\n", (await ToolLine.OfAsync("intelmqctl", ["--type", "python", "list", "queues", "--sum", .. Folders])).Output);
        Assert.NotEqual(0, (await ToolLine.OfAsync("intelmq", ["status", "--type", "python", .. Folders])).Code);
    }

    [Fact]
    public async Task intelmqctl_upgrades_a_configuration()
    {
        _folder.Write("sqlite", taxonomy: "intelmq.bots.experts.ripencc_abuse_contact.expert");
        string before = await File.ReadAllTextAsync(Path.Combine(_folder.Configuration, "runtime.yaml"));
        ToolLine dry = await ToolLine.OfAsync("intelmqctl", ["--type", "json", "upgrade-config", "--dry-run", "-p", "2.3.0", .. Folders]);
        Assert.Equal(0, dry.Code);
        Assert.False(dry.Json.GetProperty("written").GetBoolean());
        Assert.NotEqual(0, dry.Json.GetProperty("changes").GetArrayLength());
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_folder.Configuration, "runtime.yaml")));
        Assert.Equal(0, (await ToolLine.OfAsync("intelmqctl", ["upgrade-config", .. Folders])).Code);
        Assert.NotEqual(before, await File.ReadAllTextAsync(Path.Combine(_folder.Configuration, "runtime.yaml")));
        Assert.Equal("Nothing to change.\n", (await ToolLine.OfAsync("intelmqctl", ["upgrade-config", .. Folders])).Output);
        Assert.Equal(2, (await ToolLine.OfAsync("intelmqctl", ["upgrade-config", "--function", "v300_defaults_file_removal", .. Folders])).Code);
    }

    [Fact]
    public async Task Messages_in_durable_queues_are_reached_all_the_same()
    {
        _folder.Write("sqlite");
        ToolLine sent = await ToolLine.OfAsync("intelmq", ["run", "csv-parser", "message", "send", """{"classification.type": "spam"}""", .. Folders]);
        Assert.Equal((0, "Sent to taxonomy-expert-queue.\n"), (sent.Code, sent.Complaints));
        ToolLine got = await ToolLine.OfAsync("intelmq", ["run", "taxonomy-expert", "message", "get", .. Folders]);
        Assert.Equal("spam", got.Json.GetProperty("classification.type").GetString());
        ToolLine done = await ToolLine.OfAsync("intelmq", ["run", "taxonomy-expert", "process", "--show-sent", .. Folders]);
        Assert.Equal((0, "abusive-content"), (done.Code, done.Json[0].GetProperty("classification.taxonomy").GetString()));
        Assert.Equal(1, (await ToolLine.OfAsync("intelmq", ["run", "taxonomy-expert", "message", "get", .. Folders])).Code);
        Assert.Contains("file-output-queue - 1\n", (await ToolLine.OfAsync("intelmq", ["list", "queues", .. Folders])).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Output));
    }

    [Fact]
    public async Task Queues_in_memory_are_the_hosts()
    {
        _folder.Write("memory");
        ToolLine run = await ToolLine.OfAsync("intelmq", ["run", "csv-parser", "message", "get", .. Folders]);
        Assert.Equal(1, run.Code);
        Assert.Contains("in the memory of the process that runs it", run.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_log_is_shown_from_a_level_on()
    {
        _folder.Write("memory", $"more:\n  module: intelmq.bots.experts.taxonomy.expert\n  parameters: {{logging_path: {_folder.State}}}");
        Directory.CreateDirectory(_folder.State);
        await File.WriteAllTextAsync(Path.Combine(_folder.State, "more.log"), """
            rest of an entry
            2026-01-31 13:45:10,123 - more - DEBUG - Looks.
            2026-01-31 13:45:11,123 - more - INFO - Bot is starting.
            2026-01-31 13:45:12,123 - other - ERROR - Somebody else's.
            2026-01-31 13:45:13,123 - more.2 - ERROR - Bot has found a problem.
            Traceback
              a line
            2026-01-31 13:45:14,123 - more - WARNING - Late.

            """);
        ToolLine text = await ToolLine.OfAsync("intelmq", ["log", "more", "--config", _folder.Configuration]);
        Assert.Equal("2026-01-31T13:45:11.123000 - more - INFO - Bot is starting.\n2026-01-31T13:45:13.123000 - more.2 - ERROR - Bot has found a problem.\nTraceback\n  a line\n2026-01-31T13:45:14.123000 - more - WARNING - Late.\n", text.Output);
        ToolLine json = await ToolLine.OfAsync("intelmqctl", ["--type", "json", "log", "more", "1", "ERROR", "--config", _folder.Configuration]);
        Assert.Equal("""[{"date":"2026-01-31T13:45:13.123000","bot_id":"more","thread_id":2,"log_level":"ERROR","message":"Bot has found a problem.","extended_message":"Traceback\n  a line"}]""", JsonSerializer.Serialize(json.Json));
        Assert.Equal(4, (await ToolLine.OfAsync("intelmq", ["log", "more", "-1", "DEBUG", "--type", "json", "--config", _folder.Configuration])).Json.GetArrayLength());
        ToolLine missing = await ToolLine.OfAsync("intelmq", ["log", "csv-parser", "--config", _folder.Configuration]);
        Assert.Equal(1, missing.Code);
        Assert.Contains("csv-parser.log", missing.Complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Debug_tells_folders_versions_and_packages_and_no_secrets()
    {
        Environment.SetEnvironmentVariable("INTELMQ_SAMPLE_PASSWORD", "hush");
        try
        {
            ToolLine run = await ToolLine.OfAsync("intelmq", ["debug", "--type", "json", .. Folders]);
            Assert.Equal(0, run.Code);
            Assert.Equal(_folder.State, run.Json.GetProperty("paths").GetProperty("STATE_DIR").GetString());
            Assert.Equal("HIDDEN", run.Json.GetProperty("environment_variables").GetProperty("INTELMQ_SAMPLE_PASSWORD").GetString());
            Assert.True(run.Json.GetProperty("packages").GetProperty("IntelMQ.Bots").GetProperty("bots").GetInt32() > 50);
            Assert.DoesNotContain("hush", (await ToolLine.OfAsync("intelmq", ["debug", .. Folders])).Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("INTELMQ_SAMPLE_PASSWORD", null);
        }
    }

    [Theory]
    [InlineData("status")]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("reload")]
    [InlineData("enable")]
    [InlineData("disable")]
    [InlineData("log")]
    [InlineData("debug")]
    [InlineData("ctl")]
    [InlineData("ctl status")]
    [InlineData("ctl list")]
    [InlineData("ctl clear")]
    [InlineData("ctl log")]
    [InlineData("ctl check")]
    [InlineData("ctl debug")]
    [InlineData("run x message")]
    [InlineData("run x process")]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        ToolLine run = await ToolLine.OfAsync("intelmq", [.. command.Split(' '), "--help"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Example:", run.Output, StringComparison.Ordinal);
        Assert.Contains($"intelmq {command.Split(' ')[0]}", run.Output, StringComparison.Ordinal);
    }
}
