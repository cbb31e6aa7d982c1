using System.Globalization;
using System.IO.Compression;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Azure.Tests;

public sealed class AzureCollectorTests : IDisposable
{
    private const string Container = "https://a.blob.core.windows.net/c";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Each_blob_is_a_report_once_and_unpacked_where_it_is_packed()
    {
        List("a/b.csv.gz", "plain");
        Blob("a/b.csv.gz", Gzip("192.0.2.1,x\n"));
        Blob("plain", "192.0.2.2,y\n"u8.ToArray());
        await using BotSession session = await BotSession.StartAsync(new AzureCollector(Options(), _services.Services), default);
        await session.CollectAsync(default);
        Assert.Equal(["192.0.2.1,x\n", "192.0.2.2,y\n"], Texts(session));
        await session.CollectAsync(default);
        Assert.Equal(2, session.Run.Reports.Count);
        Assert.Equal(2, _services.Http.Requests.Count(static request => !request.Url.Query.Contains("comp=list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_blob_is_forgotten_after_its_time()
    {
        List("a");
        Blob("a", Gzip("x"));
        AzureCollectorOptions options = Options();
        options.CacheTtl = TimeSpan.FromDays(1);
        await using BotSession session = await BotSession.StartAsync(new AzureCollector(options, _services.Services), default);
        await session.CollectAsync(default);
        _services.Clock.Advance(TimeSpan.FromHours(23));
        await session.CollectAsync(default);
        Assert.Single(session.Run.Reports);
        _services.Clock.Advance(TimeSpan.FromHours(2));
        await session.CollectAsync(default);
        Assert.Equal(2, session.Run.Reports.Count);
    }

    [Fact]
    public async Task A_blob_that_is_damaged_or_gone_or_too_large_keeps_none_of_the_others_back()
    {
        List("cut", "gone", "large", "good");
        Blob("cut", Gzip(new string('x', 5000))[..^10]);
        Blob("large", Gzip(new string('x', 200_000)));
        Blob("good", Gzip("y"));
        AzureCollectorOptions options = Options();
        options.MaxReportSize = 100_000;
        await using BotSession session = await BotSession.StartAsync(new AzureCollector(options, _services.Services), default);
        await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.Equal(["y"], Texts(session));
        // Of these none is taken for taken.
        await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.Single(session.Run.Reports);
    }

    [Theory]
    [InlineData(403, "AuthenticationFailed")]
    [InlineData(404, "ContainerNotFound")]
    public async Task A_container_that_is_not_to_be_had_is_told_with_the_service_s_reason_and_without_the_key(int status, string code)
    {
        _services.Http.On(HttpMethod.Get, $"{Container}?restype=container&comp=list", new CannedResponse((System.Net.HttpStatusCode)status, default) { Headers = [new("x-ms-error-code", code)] });
        await using BotSession session = await BotSession.StartAsync(new AzureCollector(Options(), _services.Services), default);
        HttpServiceException exception = await Assert.ThrowsAsync<HttpServiceException>(() => session.CollectAsync(default));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{status} {code}"), exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<insert your connection string here>")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0$")]
    public void A_connection_string_that_is_none_stops_the_bot_without_showing_it(string text)
    {
        AzureCollectorOptions options = Options();
        options.ConnectionString = new Secret(text);
        BotConfigurationException exception = Assert.Throws<BotConfigurationException>(() => new AzureCollector(options, _services.Services));
        Assert.Contains("connection_string", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", exception.ToString(), StringComparison.Ordinal);
    }

    private static AzureCollectorOptions Options()
    {
        var options = new AzureCollectorOptions { ConnectionString = new Secret("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net"), ContainerName = "c" };
        options.Http.HttpTimeoutMaxTries = 1;
        return options;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static IEnumerable<string> Texts(BotSession session) => session.Run.Reports.Select(static report => Encoding.UTF8.GetString(report.Raw.Span));

    private void List(params string[] names)
    {
        string blobs = string.Concat(names.Select(static name => $"<Blob><Name>{name}</Name><Properties><Last-Modified>Mon, 04 May 2026 10:00:00 GMT</Last-Modified><Etag>0x1</Etag><Content-Length>1</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>"));
        _services.Http.OnGet($"{Container}?restype=container&comp=list", $"<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"https://a.blob.core.windows.net/\" ContainerName=\"c\"><Blobs>{blobs}</Blobs><NextMarker /></EnumerationResults>");
    }

    private void Blob(string name, byte[] content) => _services.Http.On(
        HttpMethod.Get,
        $"{Container}/{name}",
        new CannedResponse(System.Net.HttpStatusCode.OK, content) { Headers = [new("ETag", "\"0x1\""), new("Last-Modified", "Mon, 04 May 2026 10:00:00 GMT"), new("x-ms-blob-type", "BlockBlob")] });
}
