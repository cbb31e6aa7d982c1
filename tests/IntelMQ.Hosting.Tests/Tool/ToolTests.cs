using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class ToolTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly string _present = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_present);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    public async Task A_configuration_runs_until_it_is_drained(string broker)
    {
        _folder.Write(broker).Report("192.0.2.1,80\n192.0.2.2,nothing\n192.0.2.3,443\n");
        (int code, _, string complaints) = await RunAsync("run", "--config", _folder.Configuration, "--state", _folder.State, "--until-drained");
        Assert.True(code == 0, complaints);
        Assert.Equal(["192.0.2.1", "192.0.2.3"], (await File.ReadAllLinesAsync(_folder.Output)).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("source.ip").GetString()));
        Assert.Contains("information-gathering", await File.ReadAllTextAsync(_folder.Output), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Input));
        Assert.Contains("2 events stored, 1 failures kept, 0 reports left", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_a_configuration_run_one_after_the_other_over_durable_queues()
    {
        _folder.Write("memory");
        (int code, _, string complaints) = await RunAsync("run", "--config", _folder.Configuration, "--state", _folder.State, "--until-drained", "--bots", "file-collector");
        Assert.Equal(1, code);
        Assert.Contains("other processes do not see the queues of this broker", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_with_its_line()
    {
        _folder.Write("memory", "broken:\n  module: intelmq.bots.experts.taxonomi.expert\n  group: Expert\nother:\n  module: intelmq.bots.outputs.file.output\n  parameters: {file: 5, charset: nothing}\n");
        (int code, string answer, _) = await RunAsync("check", "--config", _folder.Configuration, "--type", "json");
        Assert.Equal(1, code);
        using var document = JsonDocument.Parse(answer);
        Assert.Equal("error", document.RootElement.GetProperty("status").GetString());
        string lines = document.RootElement.GetProperty("lines").GetRawText();
        Assert.Contains("did you mean \\u0027intelmq.bots.experts.taxonomy.expert", lines, StringComparison.Ordinal);
        Assert.Contains("line 42", lines, StringComparison.Ordinal);
        Assert.Contains("broken: name is missing.", lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_good_configuration_passes()
    {
        (int code, string answer, _) = await RunAsync("check", "--config", _folder.Write("memory").Configuration);
        Assert.Equal((0, "No issues found.\n"), (code, answer.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_path_that_a_bot_does_not_have_is_told_of_and_stops_nothing()
    {
        _folder.Write("memory").Report("192.0.2.1,80\n");
        string file = Path.Combine(_folder.Configuration, "runtime.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("{_default: [file-output-queue]}", "{_default: [file-output-queue], other: [file-output-queue]}", StringComparison.Ordinal));
        (int code, string answer, _) = await RunAsync("check", "--config", _folder.Configuration);
        Assert.Equal(0, code);
        Assert.Contains("taxonomy-expert: has no path other; it has _default, _on_error.", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("run", "--config", _folder.Configuration, "--state", _folder.State, "--until-drained")).Code);
        Assert.Single(await File.ReadAllLinesAsync(_folder.Output));
    }

    [Fact]
    public async Task Bots_of_a_configuration_are_listed()
    {
        (int code, string answer, _) = await RunAsync("list", "bots", "--configured", "--quiet", "--config", _folder.Write("memory").Configuration);
        Assert.Equal((0, "csv-parser\nfile-collector\nfile-output\ntaxonomy-expert\n"), (code, answer.ReplaceLineEndings("\n")));
        (_, answer, _) = await RunAsync("list", "bots", "--configured", "--config", _folder.Configuration, "--type", "json");
        using var document = JsonDocument.Parse(answer);
        Assert.Equal("parses", document.RootElement[0].GetProperty("description").GetString());
    }

    [Fact]
    public async Task Queues_are_counted_and_cleared()
    {
        _folder.Write("sqlite");
        string[] folders = ["--config", _folder.Configuration, "--state", _folder.State];
        (int code, string answer, string complaints) = await RunAsync(["list", "queues", .. folders]);
        Assert.True(code == 0, complaints);
        Assert.Contains("csv-parser-queue - 0\n", answer.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(["clear", "csv-parser-queue", .. folders])).Code);
        Assert.Equal(0, (await RunAsync(["clear", "csv-parser-queue", "--yes", .. folders])).Code);
        Assert.Equal(2, (await RunAsync(["clear", "nothing-queue", "--yes", .. folders])).Code);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("list")]
    [InlineData("clear")]
    [InlineData("dump")]
    [InlineData("convert")]
    [InlineData("try")]
    [InlineData("sieve")]
    [InlineData("feeds")]
    [InlineData("init")]
    [InlineData("upgrade-config")]
    [InlineData("db")]
    [InlineData("completion")]
    public async Task Every_command_has_help_with_an_example(string command)
    {
        (int code, string answer, _) = await RunAsync(command, "--help");
        Assert.Equal(0, code);
        Assert.Contains($"Example:", answer, StringComparison.Ordinal);
        Assert.Contains($"intelmq {command}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_configuration_is_one_line()
    {
        (int code, _, string complaints) = await RunAsync("run", "--config", _folder.State);
        Assert.Equal(1, code);
        Assert.Contains("runtime.yaml", Assert.Single(complaints.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Complaints)> RunAsync(params string[] arguments)
    {
        (TextWriter output, TextWriter complaints) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var complained = new StringWriter();
        Console.SetOut(written);
        Console.SetError(complained);
        try
        {
            int code = await IntelMQCommand.Create().Parse(arguments).InvokeAsync();
            return (code, written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(complaints);
        }
    }
}

/// <summary>Tests that write to the console run one after the other.</summary>
[CollectionDefinition("console", DisableParallelization = true)]
public sealed class ConsoleDefinition;
