using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class DumpCommandTests : IDisposable
{
    private const string Entries = """
        {
            "2026-05-04T10:20:30.000001": {"bot_id": "taxonomy-expert", "message": "{\"__type\": \"Event\", \"comment\": \"one\"}", "source_queue": "taxonomy-expert-queue", "traceback": "line 1: it cannot be 'a'."},
            "2026-05-04T10:20:30.000002": {"bot_id": "taxonomy-expert", "message": "eyJjb21tZW50IjogInR3byJ9", "message_type": "base64", "source_queue": "taxonomy-expert-queue", "traceback": "line 2: it cannot be 'b'."},
            "2026-05-04T10:20:30.000003": {"bot_id": "taxonomy-expert", "message": "{broken", "source_queue": "taxonomy-expert-queue", "traceback": ["x\n", "ValueError: something else"]}
        }
        """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string DumpFolder => Path.Combine(_folder.Configuration, "dumps");

    private string DumpFile => Path.Combine(DumpFolder, "taxonomy-expert.dump");

    private string[] Place => ["--config", _folder.Configuration, "--state", _folder.State, "--dumps", DumpFolder];

    [Fact]
    public async Task Failures_are_listed_by_bot_and_reason()
    {
        WriteDump();
        (int code, string answer, string complaints) = await ToolRun.RunAsync(["dump", "list", .. Place]);
        Assert.True(code == 0, complaints);
        Assert.StartsWith($"taxonomy-expert: 3 in {DumpFile}, from 2026-05-04T10:20:30.000001 to 2026-05-04T10:20:30.000003\n", answer, StringComparison.Ordinal);
        (_, answer, _) = await ToolRun.RunAsync(["dump", "list", "taxonomy-expert", "--type", "json", .. Place]);
        using var document = JsonDocument.Parse(answer);
        JsonElement dump = document.RootElement[0];
        Assert.Equal(3, dump.GetProperty("count").GetInt32());
        Assert.Equal((2, "it cannot be '…'."), (dump.GetProperty("reasons")[0].GetProperty("count").GetInt32(), dump.GetProperty("reasons")[0].GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Chosen_failures_are_shown_with_their_messages()
    {
        WriteDump();
        (int code, string answer, _) = await ToolRun.RunAsync(["dump", "show", "taxonomy-expert", .. Place]);
        Assert.Equal((0, 3), (code, answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        (code, answer, _) = await ToolRun.RunAsync(["dump", "show", "taxonomy-expert", "--reason", "CANNOT be 'b'", "--type", "json", .. Place]);
        using var document = JsonDocument.Parse(answer);
        Assert.Equal((0, "two"), (code, Assert.Single(document.RootElement.EnumerateArray()).GetProperty("message").GetProperty("comment").GetString()));
        Assert.Equal(1, (await ToolRun.RunAsync(["dump", "show", "nobody", .. Place])).Code);
        Assert.NotEqual(0, (await ToolRun.RunAsync(["dump", "show", "taxonomy-expert", "--number", "x", .. Place])).Code);
    }

    [Fact]
    public async Task Failures_are_sent_again_by_reason_and_run_through()
    {
        WriteDump();
        (int code, string answer, string complaints) = await ToolRun.RunAsync(["dump", "replay", .. Place]);
        Assert.Equal((1, "Say which entries: --number, --reason or --all.\n"), (code, complaints));
        (code, answer, complaints) = await ToolRun.RunAsync(["dump", "replay", "--reason", "cannot", "--type", "json", .. Place]);
        Assert.True(code == 0, complaints + answer);
        Assert.Equal(2, JsonDocument.Parse(answer).RootElement.GetProperty("sent").GetInt32());
        Assert.Equal("taxonomy-expert-queue - 2\n", (await ToolRun.RunAsync("list", "queues", "--non-zero", "--config", _folder.Configuration, "--state", _folder.State)).Output);
        (code, answer, _) = await ToolRun.RunAsync(["dump", "replay", "taxonomy-expert", "--all", .. Place]);
        Assert.Equal(1, code);
        Assert.Contains("taxonomy-expert 0: The message cannot be read", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_deleted_is_asked_for_and_a_file_of_which_all_is_deleted_goes()
    {
        WriteDump();
        Assert.Equal(1, (await ToolRun.RunAsync(["dump", "delete", "taxonomy-expert", "--all", .. Place])).Code);
        Assert.True(File.Exists(DumpFile));
        Assert.Equal((0, "2 deleted.\n"), await CodeAndOutputAsync(["dump", "delete", "taxonomy-expert", "--number", "0-1", "--yes", .. Place]));
        Assert.Equal((0, "1 deleted.\n"), await CodeAndOutputAsync(["dump", "delete", "taxonomy-expert", "--all", "--yes", .. Place]));
        Assert.False(File.Exists(DumpFile));
    }

    [Fact]
    public async Task What_IntelMQs_tool_is_told_by_typing_is_done()
    {
        WriteDump();
        (int code, string answer, string complaints) = await ToolRun.TypeAsync("s 0\nzz\nr 0\nd 0\nq\n", ["dump", "taxonomy-expert", .. Place]);
        Assert.True(code == 0, complaints);
        Assert.Contains("\"comment\": \"one\"", answer, StringComparison.Ordinal);
        Assert.Contains("That is no command", answer, StringComparison.Ordinal);
        Assert.Contains("1 sent, 0 without a message removed.", answer, StringComparison.Ordinal);
        Assert.Contains("0: 2026-05-04T10:20:30.000003 The message cannot be read", answer, StringComparison.Ordinal);
        Assert.Single(JsonDocument.Parse(await File.ReadAllTextAsync(DumpFile)).RootElement.EnumerateObject());
        (code, answer, _) = await ToolRun.TypeAsync("0\nd\n", ["dump", .. Place]);
        Assert.Equal(0, code);
        Assert.StartsWith($"0: taxonomy-expert ({DumpFile}): 1 dumps\n", answer, StringComparison.Ordinal);
        Assert.False(File.Exists(DumpFile));
    }

    [Fact]
    public async Task An_edited_message_takes_the_place_of_the_old_one_where_it_is_a_message()
    {
        if (OperatingSystem.IsWindows())
            return;
        WriteDump();
        string editor = Path.Combine(_folder.Configuration, "editor");
        string? usual = Environment.GetEnvironmentVariable("VISUAL");
        Environment.SetEnvironmentVariable("VISUAL", editor);
        try
        {
            await WriteEditorAsync(editor, "sed -i s/two/three/ \"$1\"");
            (int code, _, string complaints) = await ToolRun.RunAsync(["dump", "edit", "taxonomy-expert", "1", .. Place]);
            Assert.True(code == 0, complaints);
            using (var document = JsonDocument.Parse(await File.ReadAllTextAsync(DumpFile)))
            {
                JsonElement entry = document.RootElement.GetProperty("2026-05-04T10:20:30.000002");
                Assert.Equal("""{"__type": "Event", "comment": "three"}""", entry.GetProperty("message").GetString());
                Assert.False(entry.TryGetProperty("message_type", out _));
                Assert.Equal("line 2: it cannot be 'b'.", entry.GetProperty("traceback").GetString());
            }

            await WriteEditorAsync(editor, "echo nonsense > \"$1\"");
            (code, _, complaints) = await ToolRun.RunAsync(["dump", "edit", "taxonomy-expert", "1", .. Place]);
            Assert.Equal(1, code);
            Assert.Contains("is no message", complaints, StringComparison.Ordinal);
            (code, _, complaints) = await ToolRun.RunAsync(["dump", "edit", "taxonomy-expert", "9", .. Place]);
            Assert.Equal((1, "There is no entry 9.\n"), (code, complaints));
        }
        finally
        {
            Environment.SetEnvironmentVariable("VISUAL", usual);
        }
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task Failures_of_bots_that_ran_here_are_among_them(string broker)
    {
        _folder.Write(broker).Report("192.0.2.1,80\n192.0.2.2,nothing\n");
        Assert.Equal(0, (await ToolRun.RunAsync("run", "--config", _folder.Configuration, "--state", _folder.State, "--until-drained")).Code);
        (int code, string answer, string complaints) = await ToolRun.RunAsync(["dump", "list", .. Place]);
        Assert.True(code == 0, complaints);
        Assert.StartsWith("csv-parser: 1 in state, from ", answer, StringComparison.Ordinal);
        (code, answer, _) = await ToolRun.RunAsync(["dump", "export", "csv-parser", "--all", .. Place]);
        using var document = JsonDocument.Parse(answer);
        Assert.Equal((0, "csv-parser-queue"), (code, Assert.Single(document.RootElement.EnumerateObject()).Value.GetProperty("source_queue").GetString()));
        (code, _, complaints) = await ToolRun.RunAsync(["dump", "replay", "--all", .. Place]);
        Assert.Equal(broker == "sqlite" ? 0 : 1, code);
        if (broker == "memory")
            Assert.Contains("are in memory", complaints, StringComparison.Ordinal);
        else
            Assert.Equal("There are no failures.\n", (await ToolRun.RunAsync(["dump", "list", .. Place])).Output);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("replay")]
    [InlineData("edit")]
    [InlineData("delete")]
    [InlineData("export")]
    public async Task Each_has_help_with_an_example(string command)
    {
        string help = (await ToolRun.RunAsync("dump", command, "--help")).Output;
        Assert.Contains("Example:", help, StringComparison.Ordinal);
        Assert.Contains($"intelmq dump {command}", help[help.IndexOf("Example:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> CodeAndOutputAsync(string[] arguments)
    {
        (int code, string output, _) = await ToolRun.RunAsync(arguments);
        return (code, output);
    }

    private static async Task WriteEditorAsync(string path, string command)
    {
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{command}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void WriteDump()
    {
        _folder.Write("sqlite");
        Directory.CreateDirectory(DumpFolder);
        File.WriteAllText(DumpFile, Entries);
    }
}
