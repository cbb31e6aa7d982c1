using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class ApiCollectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "200", "abc")]
    [InlineData("POST /intelmq/push?x=1 HTTP/1.1\nContent-Length: 3\n\nabc", "200", "abc")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nTrailer: 1\r\n\r\n", "200", "abc")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 1\r\n\r\na\r\nPOST /intelmq/push HTTP/1.1\r\nContent-Length: 1\r\n\r\nb", "200 200", "a|b")]
    [InlineData("PUT /intelmq/push HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "405", "")]
    [InlineData("GET / HTTP/1.1\r\n\r\nGET /intelmq/push/ HTTP/1.1\r\n\r\n", "404 404", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nabc", "501", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length : 3\r\n\r\nabc", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\nabc", "413", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n", "413", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n", "400", "")]
    [InlineData("\u0016\u0003\u0001\r\n\r\n", "400", "")]
    [InlineData("POST /intelmq/push HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", "100 200", "abc")]
    public async Task Requests_are_answered_by_what_they_are(string request, string statuses, string reports)
    {
        await using ApiCollector collector = await StartedAsync(static options => options.Listen.AcceptTimeout = TimeSpan.FromMilliseconds(200));
        Task<List<CollectedReport>> collecting = CollectorFixture.AllAsync(collector);
        string answer = await SendAsync(collector, request);
        Assert.Equal(statuses, string.Join(' ', answer.Split('\n').Where(static line => line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1])));
        Assert.Equal(reports, string.Join('|', (await collecting).Select(CollectorFixture.Text)));
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using ApiCollector collector = await StartedAsync(static _ => { });
        Assert.Contains("431", await SendAsync(collector, "POST /intelmq/push HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("X-Header: 1234567890\r\n", 5000))), StringComparison.Ordinal);
        Assert.Contains("431", await SendAsync(collector, "POST /" + new string('a', 100_000)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("Authorization: Bearer wrong\r\n", 401)]
    [InlineData("Authorization: Basic dG9rZW4=\r\n", 401)]
    [InlineData("Authorization: bearer token\r\n", 200)]
    [InlineData("X-Api-Key: token\r\n", 200)]
    public async Task A_token_is_asked_for_before_the_body_is_read(string header, int status)
    {
        await using ApiCollector collector = await StartedAsync(static options => options.ApiToken = new Secret("token"));
        using var stop = new CancellationTokenSource();
        Task taking = ServeAsync(collector, stop.Token);
        Assert.Contains($"HTTP/1.1 {status} ", await SendAsync(collector, $"POST /intelmq/push HTTP/1.1\r\n{header}Content-Length: 3\r\nConnection: close\r\n\r\nabc"), StringComparison.Ordinal);
        await stop.CancelAsync();
        await taking;
    }

    [Fact]
    public async Task Other_machines_are_let_in_with_a_token_only()
    {
        BotConfigurationException thrown = Assert.Throws<BotConfigurationException>(() => new ApiCollector(new ApiCollectorOptions { Ip = "0.0.0.0" }));
        Assert.Contains("api_token", thrown.Message, StringComparison.Ordinal);
        await using var open = new ApiCollector(new ApiCollectorOptions { Ip = "0.0.0.0", ApiToken = new Secret("token") });
    }

    [Fact]
    public async Task A_Unix_socket_has_the_rights_that_are_asked_for_and_goes_with_the_collector()
    {
        string path = Path.Combine(_folder.Path, "push");
        // What a process that was killed has left.
        await File.WriteAllBytesAsync(path, []);
        await using (ApiCollector collector = await StartedAsync(options =>
        {
            options.UseSocket = true;
            options.SocketPath = path;
            options.SocketPerms = "620";
        }))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await socket.SendAsync(Encoding.ASCII.GetBytes("POST /intelmq/push HTTP/1.1\r\nContent-Length: 1\r\n\r\na"));
            Assert.Equal(["a"], await CollectorFixture.TakeAsync(collector, 1));
            await using var second = new ApiCollector(new ApiCollectorOptions { UseSocket = true, SocketPath = path });
            await Assert.ThrowsAsync<BotConfigurationException>(() => second.StartAsync(default).AsTask());
        }

        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("")]
    [InlineData("7777")]
    public void Rights_are_an_octal_number(string perms)
        => Assert.Throws<BotConfigurationException>(() => new ApiCollector(new ApiCollectorOptions { SocketPerms = perms }));

    [Fact]
    public async Task A_host_with_a_web_server_of_its_own_hands_over_bodies()
    {
        await using ApiCollector collector = await StartedAsync(static options =>
        {
            options.ListensItself = false;
            options.ApiToken = new Secret("token");
            options.Listen.MaxReportSize = 10;
        });
        Assert.Null(collector.LocalEndPoint);
        Assert.Equal(401, await collector.PushAsync("a"u8.ToArray(), null, default));
        Assert.Equal(400, await collector.PushAsync(default, "token", default));
        Assert.Equal(413, await collector.PushAsync(new byte[11], "token", default));
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(stop.Token).GetAsyncEnumerator();
        Task<int> pushing = collector.PushAsync("a"u8.ToArray(), "Bearer token", default);
        Assert.True(await reports.MoveNextAsync());
        Assert.False(pushing.IsCompleted);
        Task<bool> next = reports.MoveNextAsync().AsTask();
        Assert.Equal(200, await pushing);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task What_is_not_in_a_queue_when_the_collector_stops_is_answered_so()
    {
        await using ApiCollector collector = await StartedAsync(static options => options.ListensItself = false);
        Task<int> pushing = collector.PushAsync("a"u8.ToArray(), null, default);
        await using (IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator())
            Assert.True(await reports.MoveNextAsync());
        Assert.Equal(503, await pushing);
    }

    private static async Task ServeAsync(ApiCollector collector, CancellationToken stop)
    {
        try
        {
            await foreach (CollectedReport _ in collector.CollectAsync(stop))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private static async Task<ApiCollector> StartedAsync(Action<ApiCollectorOptions> change)
    {
        var options = new ApiCollectorOptions { Port = 0 };
        change(options);
        var collector = new ApiCollector(options);
        await collector.StartAsync(default);
        return collector;
    }

    private static async Task<string> SendAsync(ApiCollector collector, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, collector.LocalEndPoint!.Port);
        await using NetworkStream stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            client.Client.Shutdown(SocketShutdown.Send);
        }
        catch (IOException)
        {
            // Refused before all of it was sent.
        }

        return await new StreamReader(stream, Encoding.Latin1).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
