using System.Text;
using IntelMQ.Bots.Feeds;
using IntelMQ.Bots.Feeds.Shadowserver;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Feeds;

public sealed class ShadowserverSchemasTests : IDisposable
{
    private const string Rows = "timestamp,ip,port,tag,sector\n2026-11-20 10:00:00,192.0.2.1,80,http,health\n2026-11-20 10:00:00,192.0.2.2,81,http,\n";

    private readonly TempFolder _folder = new();
    private readonly Server _server = new();
    private readonly HttpConnections _connections;
    private readonly List<FeedChange> _changes = [];

    public ShadowserverSchemasTests() => _connections = new HttpConnections(_ => _server);

    private string SchemaFile => _folder.Of("schema.json");

    public void Dispose()
    {
        _connections.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_schema_is_taken_and_a_later_one_waits_for_a_look()
    {
        using ShadowserverSchemas schemas = New();
        _server.Schema = Schema("2026-01-01");
        await schemas.CheckAsync(default);
        Assert.Contains("2026-01-01", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        Assert.Null(await schemas.CheckAsync(default));
        Assert.Empty(_changes);

        _server.Schema = Schema("2026-02-02", type: "vulnerable-system", sector: true);
        ShadowserverSchemaDifference? difference = await schemas.CheckAsync(default);
        await schemas.CheckAsync(default);

        Assert.Equal(["scan_http: new column sector", "scan_http: classification.type: other → vulnerable-system"], difference!.Lines);
        Assert.Contains("2026-01-01", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        Assert.Equal(difference.Lines, schemas.Waiting!.Lines);
        FeedChange change = Assert.Single(_changes);
        Assert.Equal((FeedChangeKind.Schema, "Shadowserver"), (change.Kind, change.Feed));
        Assert.Contains("scan_http: new column sector", change.Details);
        Assert.True(schemas.Apply());
        Assert.False(schemas.Apply());
        Assert.Contains("2026-02-02", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        Assert.Null(schemas.Waiting);
    }

    [Fact]
    public async Task A_schema_is_tried_on_reports_that_were_kept()
    {
        using ShadowserverSchemas schemas = New();
        await UpdateAsync(schemas, Schema("2026-01-01"), Schema("2026-02-02", type: "vulnerable-system", sector: true));
        string kept = Directory.CreateDirectory(_folder.Of("kept")).FullName;
        await File.WriteAllTextAsync(Path.Combine(kept, "2026-11-20-scan_http-example.csv"), Rows);
        await File.WriteAllTextAsync(Path.Combine(kept, "2026-11-20-scan_none-example.csv"), Rows);

        ShadowserverSchemaTrial trial = schemas.TryOut(kept, default);

        Assert.Equal((2, 2, 2, 1, 1), (trial.Reports, trial.OldEvents, trial.NewEvents, trial.OldFailures, trial.NewFailures));
        Assert.Equal(["other / other / example → other / vulnerable-system / example: 2"], trial.Classifications.Select(static pair => $"{pair.Key}: {pair.Value}"));
        Assert.Equal(["classification.type: 2", "extra.sector: 1", "extra.source.sector: 1"], trial.Fields.Select(static pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal));
        Assert.False(trial.IsSame);
        schemas.Apply();
        Assert.Throws<InvalidOperationException>(() => schemas.TryOut(kept, default));
    }

    [Fact]
    public async Task One_call_goes_back_and_what_was_rolled_back_is_not_taken_by_itself()
    {
        using ShadowserverSchemas schemas = New(ShadowserverSchemaPolicy.AtOnce);
        Assert.False(schemas.RollBack());
        await UpdateAsync(schemas, Schema("2026-01-01"), Schema("2026-02-02", sector: true));
        Assert.Contains("2026-02-02", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);

        Assert.True(schemas.RollBack());

        Assert.Contains("2026-01-01", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        Assert.Equal("2026-02-02", schemas.Waiting!.NewDate);
        await schemas.CheckAsync(default);
        Assert.Contains("2026-01-01", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        await StartAsync(autoUpdate: true);
        Assert.Contains("2026-01-01", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
        // A later one is another matter.
        _server.Schema = Schema("2026-03-03");
        await schemas.CheckAsync(default);
        Assert.Contains("2026-03-03", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_rolled_back_may_be_taken_all_the_same()
    {
        using ShadowserverSchemas schemas = New(ShadowserverSchemaPolicy.AtOnce);
        await UpdateAsync(schemas, Schema("2026-01-01"), Schema("2026-02-02"));
        schemas.RollBack();
        Assert.True(schemas.Apply());
        Assert.Null(await schemas.CheckAsync(default));
        Assert.Contains("2026-02-02", await File.ReadAllTextAsync(SchemaFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parser_takes_the_new_schema_over_with_the_next_report()
    {
        using ShadowserverSchemas schemas = New();
        await UpdateAsync(schemas, Schema("2026-01-01"), Schema("2026-02-02", type: "vulnerable-system"));
        ShadowserverParser parser = await StartAsync();
        Assert.Equal("other", parser.Parse(Report()).Events[0][Fields.Classification.Type]);
        schemas.Apply();
        Assert.Equal("vulnerable-system", parser.Parse(Report()).Events[0][Fields.Classification.Type]);
        schemas.RollBack();
        Assert.Equal("other", parser.Parse(Report()).Events[0][Fields.Classification.Type]);
    }

    [Fact]
    public async Task It_is_asked_for_at_each_interval_and_a_failure_stops_nothing()
    {
        var clock = new FakeClock();
        using ShadowserverSchemas schemas = New(ShadowserverSchemaPolicy.AtOnce, clock);
        using var stop = new CancellationTokenSource();
        Task run = schemas.RunAsync(stop.Token);
        Assert.True(_server.Asked > 0);
        Assert.False(File.Exists(SchemaFile));
        _server.Schema = Schema("2026-01-01");
        for (int i = 0; i < 200 && !File.Exists(SchemaFile); i++)
        {
            clock.Advance(TimeSpan.FromHours(6));
            await Task.Delay(10);
        }

        Assert.True(File.Exists(SchemaFile));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task The_watch_is_told_of_columns_and_types_that_the_schema_lacks()
    {
        using ShadowserverSchemas schemas = New(ShadowserverSchemaPolicy.AtOnce);
        await UpdateAsync(schemas, Schema("2026-01-01"));
        var watch = new FeedWatch(new FeedWatchOptions { Changed = _changes.Add }, new BotServices());
        var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = SchemaFile }, new BotServices { FeedWatch = watch });

        parser.Parse(Report());
        parser.Parse(Report("2026-11-20-scan_new-example.csv"));
        parser.Parse(Report("2026-11-20-scan_http-example.json", """[{"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "port": 80, "odd": 1}, {"timestamp": "2026-11-20 10:00:00", "ip": "192.0.2.1", "port": 80, "other": 1}]"""));

        Assert.Equal(
            [(FeedChangeKind.UnknownColumns, "scan_http", "sector"), (FeedChangeKind.UnknownReportType, "scan_new", "scan_new"), (FeedChangeKind.UnknownColumns, "scan_http", "odd,other"), (FeedChangeKind.MissingColumns, "scan_http", "tag,sector")],
            _changes.Select(static change => (change.Kind, change.ReportType, string.Join(',', change.Details))));
    }

    private static string Schema(string date, string type = "other", bool sector = false) => $$"""
        {
          "_meta": {"date_created": "{{date}}"},
          "scan_http": {
            "feed_name": "Accessible-HTTP", "file_name": "scan_http",
            "required_fields": [["time.source", "timestamp", "add_UTC_to_timestamp"], ["source.ip", "ip", "validate_ip"], ["source.port", "port", "convert_int"]],
            "optional_fields": [["extra.", "tag"]{{(sector ? """, ["extra.source.sector", "sector", "validate_to_none"]""" : "")}}],
            "constant_fields": {"classification.identifier": "example", "classification.taxonomy": "other", "classification.type": "{{type}}"}
          }
        }
        """;

    private static Report Report(string file = "2026-11-20-scan_http-example.csv", string text = Rows)
    {
        var report = new Report(Encoding.UTF8.GetBytes(text), IntelMQ.Schemas.Schema.Default);
        report.Set("extra.file_name", file);
        report.Set("feed.name", "Shadowserver");
        return report;
    }

    private async Task UpdateAsync(ShadowserverSchemas schemas, params string[] answers)
    {
        foreach (string answer in answers)
        {
            _server.Schema = answer;
            await schemas.CheckAsync(default);
        }
    }

    private async Task<ShadowserverParser> StartAsync(bool autoUpdate = false)
    {
        var parser = new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = SchemaFile, AutoUpdate = autoUpdate }, new BotServices { Http = _connections });
        await parser.StartAsync(default);
        return parser;
    }

    private ShadowserverSchemas New(ShadowserverSchemaPolicy policy = ShadowserverSchemaPolicy.AfterALook, TimeProvider? clock = null)
        => new(new ShadowserverSchemasOptions { File = SchemaFile, Policy = policy, Changed = _changes.Add }, new BotServices { Http = _connections, Time = clock ?? new FakeClock() });

    private sealed class Server : HttpMessageHandler
    {
        public string? Schema { get; set; }

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            Assert.Equal("https://interchange.shadowserver.org/intelmq/v1/schema", request.RequestUri!.AbsoluteUri);
            return Schema is null ? throw new HttpRequestException("The server is away.") : Task.FromResult(new HttpResponseMessage { Content = new StringContent(Schema) });
        }
    }
}
