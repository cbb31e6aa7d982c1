using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Json;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.S3.Tests;

public sealed class S3OutputTests : IAsyncDisposable
{
    private readonly StorageServer _server = new();
    private readonly HttpConnections _http = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-test-").FullName;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_batch_is_an_object_of_packed_lines_whose_key_says_when_and_what()
    {
        await SendAsync(static _ => { }, Observed(1), Observed(2));
        (string key, byte[] content) = Assert.Single(_server.Objects);
        Assert.Matches("^events/2026/01/02/030405-[0-9a-f]{32}\\.jsonl\\.gz$", key);
        Assert.Equal("{\"extra.id\": 1, \"time.observation\": \"2026-01-02T03:04:05+00:00\"}\n{\"extra.id\": 2, \"time.observation\": \"2026-01-02T03:04:05+00:00\"}\n", Unpacked(content));
    }

    [Fact]
    public async Task The_same_events_have_the_same_key_and_others_have_another()
    {
        await SendAsync(static options => options.Gzip = false, Observed(1), Observed(2));
        await SendAsync(static options => options.Gzip = false, Observed(1), Observed(2));
        Assert.Single(_server.Objects);
        await SendAsync(static options => options.Gzip = false, Observed(1));
        Assert.Equal(2, _server.Objects.Count);
        Assert.All(_server.Objects, static one => Assert.EndsWith(".jsonl", one.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_large_batch_is_several_objects_and_what_is_stored_is_not_sent_again()
    {
        await using S3Output output = await StartedAsync(static options => options.MaxEvents = 2);
        Event[] events = [Observed(1), Observed(2), Observed(3)];
        int puts = 0;
        _server.Fault = (method, _) => method == "PUT" && ++puts == 2 ? (503, "SlowDown") : null;
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => output.SendAsync(events, default).AsTask());
        Assert.Contains("cannot be stored in the bucket feeds: the service answers 503 SlowDown", thrown.Message, StringComparison.Ordinal);
        await output.SendAsync(events, default);
        Assert.Equal(3, puts);
        Assert.Equal(["1,2", "3"], _server.Objects.Values.Select(static content => string.Join(',', Ids(content))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Waiting_without_a_state_that_is_kept_is_refused()
    {
        BotConfigurationException thrown = await Assert.ThrowsAsync<BotConfigurationException>(() => StartedAsync(static options => options.MaxAge = TimeSpan.FromMinutes(1)));
        Assert.Contains("max_age", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_wait_until_there_are_enough_and_the_rest_is_stored_at_the_end()
    {
        await RunAsync(static options => (options.MaxAge, options.MaxEvents) = (TimeSpan.FromHours(1), 4), 10);
        Assert.Equal(["0,1,2,3", "4,5,6,7", "8,9"], _server.Objects.Values.Select(static content => string.Join(',', Ids(content))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_could_not_be_stored_waits_for_the_next_start_and_is_in_one_object()
    {
        _server.Fault = static (method, _) => method == "PUT" ? (503, "SlowDown") : null;
        await RunAsync(static options => options.MaxAge = TimeSpan.FromHours(1), 3);
        Assert.Empty(_server.Objects);
        _server.Fault = static (_, _) => null;
        await RunAsync(static options => options.MaxAge = TimeSpan.FromHours(1), 0);
        Assert.Equal(["0,1,2"], _server.Objects.Values.Select(static content => string.Join(',', Ids(content))));
        await RunAsync(static options => options.MaxAge = TimeSpan.FromHours(1), 0);
        Assert.Single(_server.Objects);
    }

    [Fact]
    public async Task Events_are_stored_when_their_time_is_over_although_no_other_comes()
    {
        var clock = new FakeClock();
        using var stop = new CancellationTokenSource();
        BotServices services = Services(clock);
        var options = new PipelineOptions { Services = services, CollectInterval = TimeSpan.FromDays(40) };
        await using Pipeline pipeline = Pipeline.Create(options, builder => builder
            .Collect(new Given([Observed(1), Observed(2)]))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(new S3Output(Options(static options => options.MaxAge = TimeSpan.FromMinutes(5)), services), new BotSetup { Id = "s3-output" }));
        Task<PipelineResult> running = pipeline.RunAsync(stop.Token);
        for (int i = 0; i < 600 && _server.Objects.Count == 0; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await stop.CancelAsync();
        await running;
        Assert.Equal(["1", "2"], _server.Objects.Values.SelectMany(Ids).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("events.jsonl", "lacks {hash}")]
    [InlineData("%Q-{hash}", "'%Q'")]
    public void A_key_that_cannot_work_is_refused(string key, string complaint)
        => Assert.Contains(complaint, Assert.Throws<BotConfigurationException>(() => new S3Output(Options(options => options.Key = key), Services(TimeProvider.System))).Message, StringComparison.Ordinal);

    private static Event Observed(int id)
    {
        string json = $$"""{"extra.id": {{id}}, "time.observation": "2026-01-02T03:04:05+00:00", "raw": "YQ=="}""";
        return Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out _) ? message : throw new ArgumentException(json);
    }

    private static string Unpacked(byte[] content)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(content), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Ids(byte[] content) => Unpacked(content).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split("\"extra.id\": ")[1].Split(',')[0]);

    private BotServices Services(TimeProvider time) => new() { Http = _http, Time = time, StateFolder = _folder };

    // A pipeline whose state is kept, from its start to its end.
    private async Task RunAsync(Action<S3OutputOptions> change, int events)
    {
        BotServices services = Services(TimeProvider.System);
        var options = new PipelineOptions { Services = services, Retry = RetryPolicy.None };
        await using Pipeline pipeline = Pipeline.Create(options, builder => builder
            .Collect(new Given([.. Enumerable.Range(0, events).Select(Observed)]))
            .Parse(new IntelMqJsonParser(new IntelMqJsonParserOptions { Splitlines = true }))
            .Output(new S3Output(Options(change), services), new BotSetup { Id = "s3-output" }));
        PipelineResult result = await pipeline.RunAsync(default);
        Assert.Empty(result.CollectorErrors);
    }

    private async Task SendAsync(Action<S3OutputOptions> change, params Event[] events)
    {
        await using S3Output output = await StartedAsync(change);
        await output.SendAsync(events, default);
    }

    private async Task<S3Output> StartedAsync(Action<S3OutputOptions> change)
    {
        var output = new S3Output(Options(change), Services(TimeProvider.System));
        await output.StartAsync(default);
        return output;
    }

    private S3OutputOptions Options(Action<S3OutputOptions> change)
    {
        var options = new S3OutputOptions();
        options.Connection.Bucket = StorageServer.Bucket;
        options.Connection.EndpointUrl = _server.Url;
        options.Connection.Region = "eu-test-1";
        options.Connection.AccessKey = StorageServer.AccessKey;
        options.Connection.SecretKey = new Secret("geheim");
        options.Http.HttpTimeoutMaxTries = 1;
        change(options);
        return options;
    }

    private sealed class Given(Event[] events) : Collector(new CollectorOptions { Name = "Example Feed" })
    {
        private bool _isDone;

        public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (!_isDone && events.Length > 0)
                yield return new CollectedReport(NewReport(Encoding.UTF8.GetBytes(string.Join('\n', events.Select(static message => Encoding.UTF8.GetString(message.ToJson(MessageFormat.Flat)))))));
            _isDone = true;
        }
    }
}
