using System.Diagnostics;
using IntelMQ.Site;

namespace IntelMQ.Docs.Tests;

/// <summary>The first program that somebody runs answers every mistake in a line, and removes nothing of theirs.</summary>
public sealed class QuickStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-quickstart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Repository.PathOf(Path.Combine("samples", "QuickStart", "bin", configuration, "net10.0", "QuickStart.dll"));
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    [Fact]
    public async Task It_tells_how_it_is_used()
    {
        (int code, string output, string error) = await RunAsync("--help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("--input FOLDER", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no option '--inputs'.", "--inputs", "feeds")]
    [InlineData("--input needs a path behind it.", "--input")]
    [InlineData("There is no folder nowhere.", "--input", "nowhere")]
    [InlineData("The folder . holds no report (*.csv).", "--input", ".")]
    [InlineData("There is no file nothing.json.", "--schema", "nothing.json")]
    public async Task A_mistake_is_answered_in_a_line_and_with_usage(string complaint, params string[] arguments)
    {
        (int code, _, string error) = await RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.StartsWith(complaint + "\n", error, StringComparison.Ordinal);
        Assert.Contains("Usage:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_none_and_an_output_that_is_a_file_are_answered_without_a_trace_of_calls()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "schema.json"), "no schema");
        await File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "");
        foreach (string[] arguments in (string[][])[["--schema", "schema.json"], ["--output", "taken"]])
        {
            (int code, _, string error) = await RunAsync(arguments);
            Assert.Equal(2, code);
            Assert.NotEmpty(error);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_runs_again_over_its_own_files_and_leaves_those_of_others()
    {
        Assert.Equal(0, (await RunAsync("--output", "out")).Code);
        await File.WriteAllTextAsync(Path.Combine(_folder, "out", "notes.txt"), "mine");
        Assert.Equal(0, (await RunAsync("--output", "out")).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_folder, "out", "notes.txt")));

        Directory.CreateDirectory(Path.Combine(_folder, "theirs"));
        string events = Path.Combine(_folder, "theirs", "events.jsonl");
        await File.WriteAllTextAsync(events, "mine");
        (int code, _, string error) = await RunAsync("--output", "theirs");
        Assert.Equal(2, code);
        Assert.Contains("no earlier run has written it", error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(events));
    }
}
