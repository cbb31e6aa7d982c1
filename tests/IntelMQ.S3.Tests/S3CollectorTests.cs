using System.IO.Compression;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.S3.Tests;

public sealed class S3CollectorTests : IAsyncDisposable
{
    private readonly StorageServer _server = new();
    private readonly HttpConnections _http = new();
    private readonly LogCollector _logs = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task Each_object_of_all_pages_is_a_report_once_and_unpacked_where_it_is_packed()
    {
        _server.PageSize = 2;
        Put("in/a.csv.gz", Gzip("192.0.2.1,x\n"));
        for (int i = 0; i < 5; i++)
            Put($"in/b{i}", $"b{i}");
        Put("in/folder/", "");
        Put("in/ä ö+%&.csv", "odd");
        Put("other", "other");
        await using BotSession session = await StartAsync(static _ => { });
        await session.CollectAsync(default);
        Assert.Equal(["192.0.2.1,x\n", "b0", "b1", "b2", "b3", "b4", "odd"], Texts(session));
        Assert.Equal("in/b0", session.Run.Reports[1]["extra.file_name"].ToString());
        await session.CollectAsync(default);
        Assert.Equal(7, session.Run.Reports.Count);
        Put("in/b0", "changed");
        await session.CollectAsync(default);
        Assert.Equal("changed", Texts(session)[7]);
        Assert.Equal(8, session.Run.Reports.Count);
    }

    [Fact]
    public async Task Only_keys_with_the_postfix_are_taken()
    {
        Put("in/a.csv", "a");
        Put("in/b.txt", "b");
        await using BotSession session = await StartAsync(static options => options.Postfix = ".csv");
        await session.CollectAsync(default);
        Assert.Equal(["a"], Texts(session));
    }

    [Theory]
    [InlineData("delete", "")]
    [InlineData("move", "done/a,done/b/c")]
    [InlineData("keep", "in/a,in/b/c")]
    public async Task What_becomes_of_an_object_is_chosen_and_happens_when_all_of_it_is_settled(string after, string left)
    {
        Put("in/a", "a");
        Put("in/b/c", Zip(("x.csv", "x"), ("y.csv", "y")));
        var collector = new S3Collector(Options(options => (options.After, options.MoveTo, options.ExtractFiles) = (after, "done/", FileSelection.None)), Services());
        await using (collector)
        {
            await collector.StartAsync(default);
            var reports = new List<CollectedReport>();
            await foreach (CollectedReport report in collector.CollectAsync(default))
                reports.Add(report);
            Assert.Equal(["in/a", "in/b/c"], _server.Objects.Keys.Order());
            foreach (CollectedReport report in reports)
                await report.SettleAsync(default);
        }

        Assert.Equal(left, string.Join(',', _server.Objects.Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task All_files_of_an_archive_must_be_settled_before_it_goes_and_it_is_remembered_with_the_last()
    {
        Put("in/a.zip", Zip(("x.csv", "x"), ("y.csv", "y")));
        await using var collector = new S3Collector(Options(static options => (options.After, options.ExtractFiles) = ("delete", FileSelection.All)), Services());
        await collector.StartAsync(default);
        var reports = new List<CollectedReport>();
        await foreach (CollectedReport report in collector.CollectAsync(default))
            reports.Add(report);
        Assert.Equal(["x.csv", "y.csv"], reports.Select(static report => report.Report["extra.file_name"].ToString()));
        Assert.Empty(reports[0].Changes);
        Assert.Single(reports[1].Changes);
        await reports[1].SettleAsync(default);
        Assert.Single(_server.Objects);
        await reports[0].SettleAsync(default);
        Assert.Empty(_server.Objects);
    }

    [Fact]
    public async Task An_object_that_could_not_be_removed_is_removed_later_and_not_taken_again()
    {
        Put("in/a", "a");
        _server.Fault = static (method, _) => method == "DELETE" ? (403, "AccessDenied") : null;
        await using BotSession session = await StartAsync(static options => options.After = "delete");
        await session.CollectAsync(default);
        Assert.Contains("403 AccessDenied", Assert.Single(_logs.Entries).Message, StringComparison.Ordinal);
        _server.Fault = static (_, _) => null;
        await session.CollectAsync(default);
        Assert.Single(session.Run.Reports);
        Assert.Empty(_server.Objects);
    }

    [Fact]
    public async Task An_object_that_was_written_again_meanwhile_is_not_removed()
    {
        Put("in/a", "a");
        await using var collector = new S3Collector(Options(static options => options.After = "delete"), Services());
        await collector.StartAsync(default);
        await foreach (CollectedReport report in collector.CollectAsync(default))
        {
            Put("in/a", "new");
            await report.SettleAsync(default);
        }

        Assert.Equal("new"u8.ToArray(), _server.Objects["in/a"]);
    }

    [Fact]
    public async Task What_is_damaged_or_too_large_is_a_failure_once_and_keeps_none_of_the_others_back()
    {
        Put("in/cut.gz", Gzip(new string('x', 5000))[..^10]);
        Put("in/good", "good");
        Put("in/large", new string('x', 70_000));
        await using BotSession session = await StartAsync(static options => (options.After, options.MaxDownloadSize) = ("delete", 60_000));
        await session.CollectAsync(default);
        Assert.Equal(["good"], Texts(session));
        Assert.Equal(["The object in/cut.gz ", "The object in/large h"], session.Run.Failures.Select(static failure => failure.Reason[..21]));
        await session.CollectAsync(default);
        Assert.Equal(2, session.Run.Failures.Count);
        Assert.Equal(["in/cut.gz", "in/large"], _server.Objects.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(403, "AccessDenied")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "SlowDown")]
    public async Task An_object_that_is_not_to_be_had_keeps_none_of_the_others_back_and_comes_later(int status, string code)
    {
        Put("in/a", "a");
        Put("in/b", "b");
        _server.Fault = (method, key) => method == "GET" && key == "in/a" ? (status, code) : null;
        await using BotSession session = await StartAsync(static _ => { });
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.Equal($"The object in/a of the bucket feeds cannot be had: the service answers {status} {code}.", thrown.Message);
        Assert.Equal(["b"], Texts(session));
        _server.Fault = static (_, _) => null;
        await session.CollectAsync(default);
        Assert.Equal(["b", "a"], Texts(session));
    }

    [Theory]
    [InlineData("feeds", "stranger", "403 InvalidAccessKeyId")]
    [InlineData("feeds", "", "403 AccessDenied")]
    [InlineData("nowhere", StorageServer.AccessKey, "404 NoSuchBucket")]
    public async Task A_wrong_key_or_bucket_is_told_with_the_service_s_reason_and_without_the_secret(string bucket, string key, string reason)
    {
        await using BotSession session = await StartAsync(options =>
        {
            options.Connection.Bucket = bucket;
            options.Connection.AccessKey = key;
            options.Connection.SecretKey = key.Length == 0 ? null : options.Connection.SecretKey;
        });
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.Equal($"The objects of the bucket {bucket} cannot be listed: the service answers {reason}.", thrown.Message);
        Assert.DoesNotContain("geheim", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told()
    {
        await using BotSession session = await StartAsync(static options => options.Connection.EndpointUrl = "http://127.0.0.1:1");
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.StartsWith("The objects of the bucket feeds cannot be listed: ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_cannot_work_are_refused_together()
    {
        string message = Assert.Throws<BotConfigurationException>(() => new S3Collector(
            Options(static options =>
            {
                (options.After, options.MoveTo, options.Connection.EndpointUrl, options.Connection.AccessKey) = ("move", "in/done/", "minio.example.com", null);
            }),
            Services())).Message;
        Assert.Contains("move_to begins with prefix", message, StringComparison.Ordinal);
        Assert.Contains("endpoint_url must be", message, StringComparison.Ordinal);
        Assert.Contains("access_key and secret_key belong together", message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream content = archive.CreateEntry(name).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }

    private static List<string> Texts(BotSession session) => [.. session.Run.Reports.Select(static report => Encoding.UTF8.GetString(report.Raw.Span))];

    private void Put(string key, string text) => _server.Put(key, Encoding.UTF8.GetBytes(text));

    private void Put(string key, byte[] content) => _server.Put(key, content);

    private Task<BotSession> StartAsync(Action<S3CollectorOptions> change) => BotSession.StartAsync(new S3Collector(Options(change), Services()), default);

    private BotServices Services() => new() { Http = _http, Logs = _logs };

    private S3CollectorOptions Options(Action<S3CollectorOptions> change)
    {
        var options = new S3CollectorOptions { Prefix = "in/" };
        options.Connection.Bucket = StorageServer.Bucket;
        options.Connection.EndpointUrl = _server.Url;
        options.Connection.Region = "eu-test-1";
        options.Connection.AccessKey = StorageServer.AccessKey;
        options.Connection.SecretKey = new Secret("geheim");
        options.Http.HttpTimeoutMaxTries = 1;
        change(options);
        return options;
    }
}
