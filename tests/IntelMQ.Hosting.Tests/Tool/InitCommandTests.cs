using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class InitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-init-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_two_commands_give_events()
    {
        (int code, string output, string complaints) = await ToolRun.RunAsync("init", "--config", _folder);
        Assert.True(code == 0, complaints);
        Assert.Equal($"Wrote {Path.Combine(_folder, "runtime.yaml")}.\n", output);
        (code, output, complaints) = await ToolRun.RunAsync("check", "--config", _folder);
        Assert.True(code == 0, output + complaints);
        (code, _, complaints) = await ToolRun.RunAsync("run", "--until-drained", "--config", _folder);
        Assert.True(code == 0, complaints);
        Assert.DoesNotContain("Feed changed", complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("deprecated", output + complaints, StringComparison.OrdinalIgnoreCase);
        string[] events = await File.ReadAllLinesAsync(Path.Combine(_folder, "events.jsonl"));
        Assert.InRange(events.Length, 50, 5000);
        Assert.All(events, static line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("classification.taxonomy", out _)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_feed_that_changes_is_told_of_across_starts(bool isWatched)
    {
        string[] run = ["run", "--until-drained", "--config", _folder, .. isWatched ? Array.Empty<string>() : ["--no-feed-watch"]];
        await ToolRun.RunAsync("init", "--config", _folder, "--broker", "memory");
        Assert.DoesNotContain("surprise", (await ToolRun.RunAsync(run)).Complaints, StringComparison.Ordinal);
        string report = Directory.GetFiles(Path.Combine(_folder, "in")).Single();
        string[] lines = await File.ReadAllLinesAsync(report);
        await File.WriteAllLinesAsync(report.Replace("11-20", "11-21", StringComparison.Ordinal), lines.Select(static (line, i) => i == 0 ? line + ",surprise" : line + ",x"));
        File.Delete(report);
        string complaints = (await ToolRun.RunAsync(run)).Complaints;
        Assert.Equal(isWatched, complaints.Contains("surprise", StringComparison.Ordinal));
        Assert.Equal(isWatched, File.Exists(Path.Combine(_folder, "state", "feeds-seen.json")));
    }

    [Fact]
    public async Task What_is_there_is_not_written_over_but_by_yes()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "runtime.yaml"), "# mine\n");
        (int code, _, string complaints) = await ToolRun.RunAsync("init", "--config", _folder);
        Assert.Equal(1, code);
        Assert.Contains("--yes", complaints, StringComparison.Ordinal);
        Assert.Equal("# mine\n", await File.ReadAllTextAsync(Path.Combine(_folder, "runtime.yaml")));
        Assert.Equal(0, (await ToolRun.RunAsync("init", "--config", _folder, "--yes")).Code);
        Assert.Equal("# mine\n", await File.ReadAllTextAsync(Path.Combine(_folder, "runtime.yaml.bak")));
    }

    [Fact]
    public async Task A_feed_takes_the_samples_place_and_questions_take_that_of_flags()
    {
        string name = JsonDocument.Parse((await ToolRun.RunAsync("feeds", "abuse.ch", "feodo", "--type", "json")).Output).RootElement[0].GetProperty("name").GetString()!;
        (int code, string output, string complaints) = await ToolRun.TypeAsync($"memory\nAbuse.ch: {name}\nout.jsonl\n", "init", "--ask", "--config", _folder, "--type", "json");
        Assert.True(code == 0, complaints);
        Assert.Equal(6, JsonDocument.Parse(output).RootElement.GetProperty("bots").GetArrayLength());
        string text = await File.ReadAllTextAsync(Path.Combine(_folder, "runtime.yaml"));
        Assert.Contains("source_pipeline_broker: memory", text, StringComparison.Ordinal);
        Assert.Contains("file: \"out.jsonl\"", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "in")));
        (code, output, _) = await ToolRun.RunAsync("check", "--config", _folder);
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("--feed", "nothing")]
    [InlineData("--feed", "Nobody: nothing")]
    public async Task A_feed_that_is_not_there_leaves_no_file(params string[] arguments)
    {
        Assert.Equal(1, (await ToolRun.RunAsync(["init", "--config", _folder, .. arguments])).Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
