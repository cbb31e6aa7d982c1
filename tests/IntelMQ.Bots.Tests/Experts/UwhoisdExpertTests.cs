using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class UwhoisdExpertTests
{
    [Fact]
    public async Task Host_name_address_and_AS_are_asked_for()
    {
        var queries = new List<string>();
        await using UwhoisdExpert bot = Create(async (stream, token) =>
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            string query = await reader.ReadLineAsync(token) ?? "";
            queries.Add(query);
            await stream.WriteAsync(query == "192.0.2.1" ? [(byte)'\xE9', (byte)'\n'] : Encoding.UTF8.GetBytes($"about {query}\n "), token);
        });
        Event message = Events.Of("""{"source.url": "http://Example.com:80/", "source.ip": "192.0.2.1", "source.asn": 64496, "extra.whois.asn": "old"}""");
        await bot.ProcessAsync(message, default);
        Assert.Equal(["example.com", "192.0.2.1", "AS64496"], queries);
        Assert.Equal("about example.com\n ", message["extra.whois.fqdn"].ToString());
        Assert.Equal("\uFFFD\n", message["extra.whois.ip"].ToString());
        Assert.Equal("about AS64496\n ", message["extra.whois.asn"].ToString());
    }

    [Theory]
    [InlineData("""{"source.url": "http://192.0.2.7/a"}""", "")]
    [InlineData("""{"source.url": "http://[2001:db8::1]/a"}""", "")]
    [InlineData("""{"source.url": "http://3221225985/a"}""", "")]
    [InlineData("""{"source.url": "http://www.example.com:8080/a", "source.ip": "192.0.2.1"}""", "www.example.com,192.0.2.1")]
    public async Task Only_host_names_are_asked_for_as_such(string json, string expected)
    {
        var queries = new List<string>();
        await using UwhoisdExpert bot = Create(async (stream, token) =>
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            queries.Add(await reader.ReadLineAsync(token) ?? "");
        });
        await bot.ProcessAsync(Events.Of(json), default);
        Assert.Equal(expected, string.Join(',', queries));
    }

    [Fact]
    public async Task A_name_of_another_schema_that_is_no_host_name_is_not_asked_for()
    {
        await using var bot = new UwhoisdExpert(new UwhoisdExpertOptions(), BotServices.Default, static (_, _, _) => throw new InvalidOperationException("connected"));
        var message = new Event(IntelMQ.Schemas.Schema.IntelMQ33);
        message.Set("source.fqdn", "ex ample.com");
        Assert.True(message.Contains("source.fqdn"));
        Assert.True((await bot.ProcessAsync(message, default)).IsKeep);
    }

    [Fact]
    public async Task An_empty_answer_is_none_and_nothing_to_ask_is_not_asked()
    {
        await using UwhoisdExpert bot = Create(static (_, _) => Task.CompletedTask);
        Event message = Events.Of("""{"source.fqdn": "example.com"}""");
        await bot.ProcessAsync(message, default);
        Assert.Equal("{'source.fqdn': 'example.com'}", Events.Flat(message));
        await using var unused = new UwhoisdExpert(new UwhoisdExpertOptions(), BotServices.Default, static (_, _, _) => throw new InvalidOperationException("connected"));
        Assert.True((await unused.ProcessAsync(Events.Of("""{"comment": "x"}"""), default)).IsKeep);
    }

    [Theory]
    [InlineData("silence", "in time")]
    [InlineData("flood", "larger")]
    [InlineData("refused", "no answer")]
    public async Task What_fails_is_an_exception(string failure, string reason)
    {
        await using UwhoisdExpert bot = failure == "refused"
            ? new UwhoisdExpert(new UwhoisdExpertOptions { Server = "127.0.0.1", Port = 1 })
            : Create(
                async (stream, token) =>
                {
                    if (failure == "silence")
                        await Task.Delay(Timeout.Infinite, token);
                    while (true)
                        await stream.WriteAsync(new byte[4096], token);
                },
                failure == "silence" ? 0.3 : 20);
        Event message = Events.Of("""{"source.fqdn": "example.com"}""");
        LookupException thrown = await Assert.ThrowsAsync<LookupException>(() => bot.ProcessAsync(message, default).AsTask());
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.Equal("{'source.fqdn': 'example.com'}", Events.Flat(message));
    }

    [Fact]
    public async Task A_real_server_is_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeOnceAsync(listener);
        string parameters = string.Create(CultureInfo.InvariantCulture, $"{{\"server\": \"127.0.0.1\", \"port\": {((IPEndPoint)listener.LocalEndpoint).Port}}}");
        Assert.Equal(
            "{'extra.whois.fqdn': 'hello', 'source.fqdn': 'example.com'}",
            await LookupFixture.RunAsync("intelmq.bots.experts.uwhoisd.expert", parameters, BotServices.Default, """{"source.fqdn": "example.com"}"""));
        await serving;
    }

    [Fact]
    public void Parameters_that_cannot_be_used_are_named()
        => Assert.Equal(3, Assert.Throws<BotConfigurationException>(() => new UwhoisdExpert(new UwhoisdExpertOptions { Server = "", Port = 0, Timeout = TimeSpan.Zero })).Complaints.Count);

    private static async Task ServeOnceAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await reader.ReadLineAsync();
        await client.GetStream().WriteAsync("hello"u8.ToArray());
    }

    // Each connection is one of its own on the loopback address; the server is in the test.
    private static UwhoisdExpert Create(Func<Stream, CancellationToken, Task> serve, double timeout = 20)
        => new(new UwhoisdExpertOptions { Timeout = TimeSpan.FromSeconds(timeout) }, BotServices.Default, async (_, _, token) =>
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, token);
            TcpClient server = await listener.AcceptTcpClientAsync(token);
            _ = ServeAsync(server, serve, token);
            return client.GetStream();
        });

    private static async Task ServeAsync(TcpClient server, Func<Stream, CancellationToken, Task> serve, CancellationToken token)
    {
        using (server)
        {
            try
            {
                await serve(server.GetStream(), token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The bot is done.
            }
        }
    }
}
