using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class SieveCommandTests : IDisposable
{
    private const string Rules = "if source.port == 80 {\n    add comment = 'web'\n    path 'web'\n}\nif source.port == 443 {\n    drop\n}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sieve-").FullName;

    private string File => Path.Combine(_folder, "rules.sieve");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Good_rules_pass_and_bad_ones_are_told_of_with_line_and_column()
    {
        await System.IO.File.WriteAllTextAsync(File, Rules);
        Assert.Equal((0, "No issues found.\n", ""), await ToolRun.RunAsync("sieve", "check", File));
        await System.IO.File.WriteAllTextAsync(File, Rules.Replace("drop", "dorp", StringComparison.Ordinal));
        (int code, string output, _) = await ToolRun.RunAsync("sieve", "check", File);
        Assert.Equal(1, code);
        Assert.StartsWith($"error: {File}: line 6, column ", output, StringComparison.Ordinal);
        (_, output, _) = await ToolRun.RunAsync("sieve", "check", File, "--type", "json");
        JsonElement error = JsonDocument.Parse(output).RootElement[0];
        Assert.Equal(("error", 6), (error.GetProperty("level").GetString(), error.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Which_rule_matched_and_what_it_did_is_told()
    {
        await System.IO.File.WriteAllTextAsync(File, Rules);
        (int code, string output, string complaints) = await ToolRun.RunAsync("sieve", "explain", File, """{"__type": "Event", "source.port": 80}""");
        Assert.True(code == 0, complaints);
        Assert.Contains("line 1: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("line 5: ", output, StringComparison.Ordinal);
        Assert.EndsWith("  + comment: \"web\"\n", output, StringComparison.Ordinal);
        (code, output, _) = await ToolRun.TypeAsync("""{"__type": "Event", "source.port": 443}""", "sieve", "explain", File, "--type", "json");
        JsonElement explanation = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, 0), (code, explanation.GetProperty("paths").GetArrayLength()));
        Assert.Equal(5, explanation.GetProperty("steps")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task What_is_no_event_is_one_line()
    {
        await System.IO.File.WriteAllTextAsync(File, Rules);
        (int code, string output, string complaints) = await ToolRun.RunAsync("sieve", "explain", File, "nonsense");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("That is no event: ", complaints, StringComparison.Ordinal);
    }
}
