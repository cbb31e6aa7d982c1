using System.Text.Json;
using IntelMQ.Hosting.Tests.Support;

namespace IntelMQ.Hosting.Tests.Tool;

[Collection("console")]
public sealed class ConvertCommandTests : IDisposable
{
    private static readonly string[] Parser =
    [
        "--parser", "intelmq.bots.parsers.generic.parser_csv",
        "--parameter", """columns=["source.ip", "source.port", "extra.note"]""",
        "--parameter", """default_fields={"classification.type": "scanner"}""",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-convert-").FullName;

    private string Report => Path.Combine(_folder, "report.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_report_becomes_lines_of_JSON_and_failures_are_told_with_their_lines()
    {
        await File.WriteAllTextAsync(Report, "192.0.2.1,80,a\nnothing,80,b\n192.0.2.3,443,c\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--feed", "Example Feed", "--set", "feed.provider=Example"]);
        Assert.True(code == 3, complaints);
        JsonElement[] events = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["192.0.2.1", "192.0.2.3"], events.Select(static one => one.GetProperty("source.ip").GetString()));
        Assert.All(events, static one => Assert.Equal(("Example Feed", "Example", "scanner"), (one.GetProperty("feed.name").GetString(), one.GetProperty("feed.provider").GetString(), one.GetProperty("classification.type").GetString())));
        Assert.Contains("line 2: ", complaints, StringComparison.Ordinal);
        Assert.EndsWith("2 events, 1 failures.\n", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_has_the_columns_that_there_are_or_those_that_are_named()
    {
        await File.WriteAllTextAsync(Report, "192.0.2.1,80,=1+1\n192.0.2.3,,c\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--to", "csv", "--fields", "source.ip,source.port,extra.note"]);
        Assert.True(code == 0, complaints);
        Assert.Equal("source.ip,source.port,extra.note\n192.0.2.1,80,\"'=1+1\"\n192.0.2.3,,c\n", output.Replace(",'=1+1\n", ",\"'=1+1\"\n", StringComparison.Ordinal));
        (_, output, _) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--to", "csv"]);
        Assert.StartsWith("classification.type,extra.note,source.ip,source.port,time.observation\nscanner,", output, StringComparison.Ordinal);
        Assert.DoesNotContain("raw", output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formats_of_other_programs_are_lines_of_documents_or_bundles()
    {
        await File.WriteAllTextAsync(Report, "192.0.2.1,80,a\n192.0.2.3,443,c\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--to", "ecs"]);
        Assert.True(code == 0, complaints);
        Assert.Equal(["192.0.2.1", "192.0.2.3"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("source").GetProperty("ip").GetString()));
        (_, output, _) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--to", "stix"]);
        JsonElement bundle = JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, bundle.GetProperty("objects").EnumerateArray().Count(static one => one.GetProperty("type").GetString() == "observed-data"));
        (code, _, complaints) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--to", "nothing"]);
        Assert.Equal(1, code);
        Assert.Contains("'stix'", complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_written_over()
    {
        await File.WriteAllTextAsync(Report, "192.0.2.1,80,a\n");
        string target = Path.Combine(_folder, "events.jsonl");
        (int code, string output, _) = await ToolRun.RunAsync(["convert", Report, .. Parser, "--output", target]);
        Assert.Equal((0, ""), (code, output));
        string written = await File.ReadAllTextAsync(target);
        Assert.Single(written.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, (await ToolRun.RunAsync(["convert", Report, .. Parser, "--output", target])).Code);
        Assert.Equal(written, await File.ReadAllTextAsync(target));
    }

    [Theory]
    [InlineData("Name a parser", "convert", "REPORT")]
    [InlineData("did you mean 'intelmq.bots.parsers.generic.parser_csv'", "convert", "REPORT", "--parser", "intelmq.bots.parsers.generic.parser_csw")]
    [InlineData("is no parser", "convert", "REPORT", "--parser", "intelmq.bots.experts.taxonomy.expert")]
    [InlineData("is no NAME=VALUE", "convert", "REPORT", "--parser", "intelmq.bots.parsers.generic.parser_csv", "--parameter", "columns")]
    [InlineData("that is known", "convert", "REPORT", "--feed", "Nobody: Nothing")]
    [InlineData("nothing.csv", "convert", "nothing.csv", "--parser", "intelmq.bots.parsers.generic.parser_csv")]
    public async Task What_is_wrong_is_one_line(string complaint, params string[] arguments)
    {
        await File.WriteAllTextAsync(Report, "x\n");
        (int code, string output, string complaints) = await ToolRun.RunAsync([.. arguments.Select(argument => argument == "REPORT" ? Report : argument)]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(complaint, complaints, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_of_which_nothing_can_be_read_is_told_by_the_code()
    {
        await File.WriteAllTextAsync(Report, "nothing,80,a\n");
        Assert.Equal(1, (await ToolRun.RunAsync(["convert", Report, .. Parser])).Code);
    }
}
