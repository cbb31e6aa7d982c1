using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

/// <summary>A feed that changes its format in the middle of a report.</summary>
public sealed class PipelineFormatTests : IDisposable
{
    private const string Report = "ip,seen\n192.0.2.1,2026-11-20\n192.0.2.2,20.11.2026\n192.0.2.3,20.11.2026\n192.0.2.4,2026-11-20\n192.0.2.5,20.11.2026\n";

    private readonly ListLog _log = new();

    [Fact]
    public async Task A_replay_sends_the_rows_that_failed_and_none_that_was_sent()
    {
        var parser = new TableParser(new PlainParserOptions());
        var output = new ListOutput();
        await using Pipeline pipeline = Create(parser, output);
        var store = (MemoryFailureStore)pipeline.Failures;

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(3, result.Counters.Failed);
        Assert.Equal(["192.0.2.1", "192.0.2.4"], Addresses(output));
        Assert.Equal(
            ["ip,seen\n192.0.2.2,20.11.2026", "ip,seen\n192.0.2.3,20.11.2026", "ip,seen\n192.0.2.5,20.11.2026"],
            await RawsAsync(store));

        // With the parser as it is they fail again, and are kept once each.
        await pipeline.ReplayAsync(CancellationToken.None);
        Assert.Equal(3, (await RawsAsync(store)).Count);
        Assert.Equal(2, output.Events.Count);

        parser.IsRepaired = true;
        ReplayResult replay = await pipeline.ReplayAsync(CancellationToken.None);

        Assert.Equal(new ReplayResult(3, 0), replay);
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"], Addresses(output).Order(StringComparer.Ordinal));
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task One_error_names_the_feed_and_the_first_line_that_failed()
    {
        await using Pipeline pipeline = Create(new TableParser(new PlainParserOptions()), new ListOutput());

        await pipeline.RunAsync(CancellationToken.None);

        string error = Assert.Single(_log.Lines, static line => line.Level == LogLevel.Error).Text;
        Assert.Contains("3 of 5", error, StringComparison.Ordinal);
        Assert.Contains("Example Feed", error, StringComparison.Ordinal);
        Assert.Contains("line 3: time.source", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parser_may_allow_more_failures()
    {
        await using Pipeline pipeline = Create(new TableParser(new PlainParserOptions { FormatChangedRatio = 0.6 }), new ListOutput());

        await pipeline.RunAsync(CancellationToken.None);

        Assert.DoesNotContain(_log.Lines, static line => line.Level == LogLevel.Error);
        Assert.Single(_log.Lines, static line => line.Level == LogLevel.Warning);
    }

    public void Dispose() => _log.Dispose();

    private static string[] Addresses(ListOutput output) => [.. output.Events.Select(static message => message["source.ip"].ToString())];

    private static async Task<List<string>> RawsAsync(MemoryFailureStore store)
    {
        var raws = new List<string>();
        await foreach (StoredFailure stored in store.ReadAsync(CancellationToken.None))
            raws.Add(Encoding.UTF8.GetString(stored.Failure.Message.Raw.Span).Trim());
        raws.Sort(StringComparer.Ordinal);
        return raws;
    }

    private Pipeline Create(TableParser parser, ListOutput output)
        => Pipeline.Create(new PipelineOptions { Services = new BotServices { Logs = _log } }, p => p.Collect(new ListCollector(Report)).Parse(parser).Output(output));

    private sealed class TableParser(PlainParserOptions options) : CsvParser(options)
    {
        private static readonly FieldMap Old = MapWith("%Y-%m-%d");
        private static readonly FieldMap New = MapWith("%d.%m.%Y");

        public bool IsRepaired { get; set; }

        public override FieldMap Map => IsRepaired ? New : Old;

        private static FieldMap MapWith(string format) =>
        [
            Constant(Fields.Classification.Type, ClassificationType.Scanner),
            Column("ip", Fields.Source.Ip),
            Column("seen", Fields.Time.Source).With(TimeFormat.FromFormatMidnight(format)),
        ];
    }
}
