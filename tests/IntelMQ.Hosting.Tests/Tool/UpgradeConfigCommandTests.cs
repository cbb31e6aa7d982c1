using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class UpgradeConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-upgrade-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Three_files_become_one_that_passes_the_check()
    {
        Write("defaults.conf", """{"broker": "memory", "rate_limit": 0, "error_max_retries": 3}""");
        Write("pipeline.conf", """{"in": {"destination-queues": ["parse-queue"]}, "parse": {"source-queue": "parse-queue", "destination-queues": {"_default": ["events"], "_on_error": ["events"]}}, "out": {"source-queue": "events"}}""");
        Write("runtime.conf", """
            {
              "in": {"group": "Collector", "name": "In", "module": "intelmq.bots.collectors.file.collector_file", "description": "reads", "enabled": true, "run_mode": "continuous", "parameters": {"feed": "Old Name", "path": "/tmp/", "postfix": ".csv"}},
              "parse": {"group": "Parser", "name": "Parse", "module": "intelmq.bots.parsers.generic.parser_csv", "description": "parses", "enabled": true, "run_mode": "continuous", "parameters": {"columns": ["source.ip"], "default_fields": {"classification.type": "scanner"}}},
              "out": {"group": "Output", "name": "Out", "module": "intelmq.bots.outputs.file.output", "description": "writes", "enabled": true, "run_mode": "continuous", "parameters": {"file": "/tmp/out.jsonl"}}
            }
            """);
        (int code, string output, string complaints) = await ToolRun.RunAsync("upgrade-config", "--config", _folder, "--dry-run");
        Assert.True(code == 0, complaints);
        Assert.Equal("runtime.conf, pipeline.conf, defaults.conf become runtime.yaml.\nin: the parameter feed is called name today.\n", output);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);

        Assert.Equal(0, (await ToolRun.RunAsync("upgrade-config", "--config", _folder)).Code);
        Assert.Equal(["defaults.conf.bak", "pipeline.conf.bak", "runtime.conf.bak", "runtime.yaml"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        (code, output, complaints) = await ToolRun.RunAsync("check", "--config", _folder);
        Assert.True(code == 0, output + complaints);
        (_, output, _) = await ToolRun.RunAsync("list", "bots", "--configured", "--quiet", "--config", _folder);
        Assert.Equal("in\nout\nparse\n", output);
        string text = await File.ReadAllTextAsync(Path.Combine(_folder, "runtime.yaml"));
        Assert.Contains("name: Old Name", text, StringComparison.Ordinal);
        Assert.Contains("source_queue: events", text, StringComparison.Ordinal);
        Assert.DoesNotContain("source_queue: parse-queue", text, StringComparison.Ordinal);
        Assert.Equal("Nothing to change.\n", (await ToolRun.RunAsync("upgrade-config", "--config", _folder)).Output);
    }

    [Fact]
    public async Task A_module_that_has_another_path_today_gets_it_and_comments_stay()
    {
        Write("runtime.yaml", "# mine\nsql:\n  module: intelmq.bots.outputs.postgresql.output  # old\n  group: Output\n  parameters:\n    database: events\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync("upgrade-config", "--config", _folder, "--type", "json");
        Assert.True(code == 0, complaints);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("changes").GetArrayLength());
        string text = await File.ReadAllTextAsync(Path.Combine(_folder, "runtime.yaml"));
        Assert.StartsWith("# mine\nsql:\n  module: intelmq.bots.outputs.sql.output  # old\n", text, StringComparison.Ordinal);
        Assert.Contains("engine: postgresql", text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "runtime.yaml.bak")));
    }

    [Fact]
    public async Task Fields_that_are_missing_are_added_and_those_of_ones_own_stay()
    {
        Write("runtime.yaml", "{}\n");
        Write("harmonization.conf", """{"event": {"source.port": {"type": "String", "description": "mine"}, "my.field": {"type": "String", "description": "mine"}}}""");
        Assert.Equal(0, (await ToolRun.RunAsync("upgrade-config", "--config", _folder)).Code);
        Schema schema = Schema.Load(Path.Combine(_folder, "harmonization.conf"));
        Assert.True(schema.TryGetKey("my.field", out _));
        Assert.True(schema.TryGetKey("source.ip", out _));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "harmonization.conf")));
        JsonElement port = document.RootElement.GetProperty("event").GetProperty("source.port");
        Assert.Equal(("Integer", "mine"), (port.GetProperty("type").GetString(), port.GetProperty("description").GetString()));
        Assert.Equal("Nothing to change.\n", (await ToolRun.RunAsync("upgrade-config", "--config", _folder)).Output);
    }

    [Theory]
    [InlineData("harmonization.conf", "[1]")]
    [InlineData("harmonization.conf", "{")]
    [InlineData("runtime.yaml", "a: [")]
    public async Task A_file_that_cannot_be_read_is_one_line_and_nothing_is_written(string file, string text)
    {
        Write("runtime.yaml", "sql: {module: intelmq.bots.outputs.postgresql.output}\n");
        Write(file, text);
        (int code, string output, string complaints) = await ToolRun.RunAsync("upgrade-config", "--config", _folder);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(file, complaints, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*.bak"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
