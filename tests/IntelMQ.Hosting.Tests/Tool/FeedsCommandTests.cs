using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class FeedsCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("feeds")]
    [InlineData("list", "feeds")]
    public async Task Feeds_are_found_by_words(params string[] command)
    {
        (int code, string output, _) = await ToolRun.RunAsync([.. command, "abuse.ch", "feodo"]);
        Assert.Equal(0, code);
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.StartsWith("Abuse.ch  Feodo", line, StringComparison.Ordinal));
        (code, output, _) = await ToolRun.RunAsync([.. command, "feodo", "--type", "json"]);
        JsonElement feed = JsonDocument.Parse(output).RootElement[0];
        Assert.Equal((0, "Abuse.ch"), (code, feed.GetProperty("provider").GetString()));
        Assert.StartsWith("intelmq.bots.collectors.", feed.GetProperty("bots").GetProperty("collector").GetProperty("module").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, "", "There is no such feed.\n"), await ToolRun.RunAsync([.. command, "nobody has such a feed"]));
    }

    [Fact]
    public async Task A_feed_is_added_and_all_else_stays()
    {
        string file = Path.Combine(_folder.Write("memory").Configuration, "runtime.yaml");
        string before = "# keep me\n" + await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, before);
        string name = await FirstFeedAsync();
        (int code, string output, string complaints) = await ToolRun.RunAsync("feeds", "add", "Abuse.ch", name, "--id", "feodo", "--config", _folder.Configuration);
        Assert.True(code == 0, complaints);
        Assert.Contains("feodo-collector and feodo-parser", output, StringComparison.Ordinal);
        string after = await File.ReadAllTextAsync(file);
        Assert.StartsWith(before.TrimEnd(), after, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file + ".bak"));
        (code, output, _) = await ToolRun.RunAsync("check", "--config", _folder.Configuration);
        Assert.True(code == 0, output);
        Assert.Contains("feodo-parser", (await ToolRun.RunAsync("list", "bots", "--configured", "--quiet", "--config", _folder.Configuration)).Output, StringComparison.Ordinal);
        (code, _, complaints) = await ToolRun.RunAsync("feeds", "add", "Abuse.ch", name, "--id", "feodo", "--config", _folder.Configuration);
        Assert.Equal(1, code);
        Assert.Contains("feodo-collector", complaints, StringComparison.Ordinal);
        Assert.Equal(after, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task What_a_feed_leaves_open_has_to_be_filled_in()
    {
        _folder.Write("memory");
        (_, string output, _) = await ToolRun.RunAsync("feeds", "--type", "json");
        JsonElement feed = JsonDocument.Parse(output).RootElement.EnumerateArray().First(static one => one.GetProperty("placeholders").GetArrayLength() == 1);
        (string provider, string name, string open) = (feed.GetProperty("provider").GetString()!, feed.GetProperty("name").GetString()!, feed.GetProperty("placeholders")[0].GetString()!);
        (int code, _, string complaints) = await ToolRun.RunAsync("feeds", "add", provider, name, "--config", _folder.Configuration);
        Assert.Equal(1, code);
        Assert.Contains($"leaves open: {open}", complaints, StringComparison.Ordinal);
        (code, _, complaints) = await ToolRun.RunAsync("feeds", "add", provider, name, "--fill", $"{open}=${{env:FEED_KEY}}", "--config", _folder.Configuration);
        Assert.True(code == 0, complaints);
        Assert.Contains("${env:FEED_KEY}", await File.ReadAllTextAsync(Path.Combine(_folder.Configuration, "runtime.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_is_shown_as_it_stands_in_a_file()
    {
        (int code, string output, _) = await ToolRun.RunAsync("feeds", "show", "abuse.ch", await FirstFeedAsync());
        Assert.Equal(0, code);
        Assert.Contains("  module: intelmq.bots.collectors.", output, StringComparison.Ordinal);
        (code, _, string complaints) = await ToolRun.RunAsync("feeds", "show", "abuse.ch", "nothing");
        Assert.Equal(1, code);
        Assert.Contains("There is no feed", complaints, StringComparison.Ordinal);
    }

    private static async Task<string> FirstFeedAsync()
        => JsonDocument.Parse((await ToolRun.RunAsync("feeds", "abuse.ch", "feodo", "--type", "json")).Output).RootElement[0].GetProperty("name").GetString()!;
}
