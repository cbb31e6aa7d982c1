using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Stomp;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Text;

namespace IntelMQ.Bots.Tests.Collectors;

// What a broker does that no real one does at the right moment; tests against a real one are those of IntelMQ.RabbitMq.
public sealed class StompCollectorTests : IDisposable
{
    private readonly TestCertificate _tls = new();
    private readonly List<StompFrame> _frames = [];

    public void Dispose() => _tls.Dispose();

    [Fact]
    public async Task A_broker_that_gives_no_sign_of_life_is_left_and_another_connection_made()
    {
        await using var server = new LoopbackPeer((number, stream, token) => ServeAsync(stream, "100,100", number == 0 ? [] : ["one"], token));
        await using StompCollector collector = Create(server);

        CollectedReport collected = Assert.Single(await TakeAsync(collector, 1));

        Assert.Equal("one", Encoding.UTF8.GetString(collected.Report.Raw.Span));
        Assert.Equal(2, _frames.Count(static frame => frame.Command == "CONNECT"));
    }

    [Fact]
    public async Task Half_a_message_is_none_and_the_connection_is_made_anew()
    {
        await using var server = new LoopbackPeer((number, stream, token) => ServeAsync(stream, "0,0", ["one"], token, cutsOff: number == 0));
        await using StompCollector collector = Create(server);

        Assert.Equal("one", Encoding.UTF8.GetString(Assert.Single(await TakeAsync(collector, 1)).Report.Raw.Span));
    }

    [Fact]
    public async Task A_message_is_acknowledged_when_it_is_settled_and_one_without_text_at_once()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, "0,0", [" \n", "one"], token));
        await using StompCollector collector = Create(server);
        CollectedReport collected = Assert.Single(await TakeAsync(collector, 1));

        await collected.SettleAsync(default);
        await collector.DisposeAsync();

        Assert.Equal("client-individual", _frames.Single(static frame => frame.Command == "SUBSCRIBE")["ack"]);
        for (int look = 0; look < 200 && Acknowledged().Length < 2; look++)
            await Task.Delay(20);
        Assert.Equal(["0", "1"], Acknowledged());
    }

    [Fact]
    public async Task Nothing_is_acknowledged_where_the_broker_forgets_what_it_sends()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, "0,0", ["one"], token));
        await using StompCollector collector = Create(server, static options => options.Acknowledge = false);

        await Assert.Single(await TakeAsync(collector, 1)).SettleAsync(default);
        await collector.DisposeAsync();

        Assert.Equal("auto", _frames.Single(static frame => frame.Command == "SUBSCRIBE")["ack"]);
        Assert.Empty(Acknowledged());
    }

    [Fact]
    public void Parameters_that_cannot_be_used_are_refused()
    {
        BotConfigurationException refused = Assert.Throws<BotConfigurationException>(static () => new StompCollector(new StompCollectorOptions
        {
            Connection = { Port = 0, SslClientCertificate = "" },
            SubscriptionHeaders = new TextMap([new("ack", "auto")]),
        }));

        Assert.Contains("port", refused.Message, StringComparison.Ordinal);
        Assert.Contains("exchange", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ssl_client_certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("subscription_headers", refused.Message, StringComparison.Ordinal);
    }

    private string[] Acknowledged()
    {
        lock (_frames)
            return [.. _frames.Where(static frame => frame.Command == "ACK").Select(static frame => frame["message-id"]!)];
    }

    private static async Task<List<CollectedReport>> TakeAsync(StompCollector collector, int count)
    {
        await collector.StartAsync(default);
        var collected = new List<CollectedReport>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (CollectedReport one in collector.CollectAsync(limit.Token))
        {
            collected.Add(one);
            if (collected.Count == count)
                break;
        }

        return collected;
    }

    private StompCollector Create(LoopbackPeer server, Action<StompCollectorOptions>? set = null)
    {
        var options = new StompCollectorOptions
        {
            Server = "localhost",
            Connection = { Port = server.Port, SslCaCertificate = _tls.CertificateFile, AuthBySslClientCertificate = false },
            Exchange = "/queue/events",
            Heartbeat = TimeSpan.FromMilliseconds(100),
            ReconnectDelay = TimeSpan.FromMilliseconds(20),
        };
        set?.Invoke(options);
        return new StompCollector(options);
    }

    private async Task ServeAsync(NetworkStream network, string heartbeat, string[] messages, CancellationToken token, bool cutsOff = false)
    {
        await using var stream = new SslStream(network);
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _tls.Certificate }, token);
        var reader = new StompReader(stream);
        while (await reader.ReadAsync(token) is { } frame)
        {
            lock (_frames)
                _frames.Add(frame);
            if (frame.Command == "CONNECT")
                await WriteAsync(stream, new StompFrame("CONNECTED", [new("version", "1.1"), new("heart-beat", heartbeat)], default), token);
            if (frame.Command != "SUBSCRIBE")
                continue;
            for (int i = 0; i < messages.Length; i++)
                await WriteAsync(stream, new StompFrame("MESSAGE", [new("subscription", "1"), new("message-id", $"{i}")], Encoding.UTF8.GetBytes(messages[i])), token, cutsOff);
            if (cutsOff)
                return;
        }
    }

    private static async Task WriteAsync(SslStream stream, StompFrame frame, CancellationToken token, bool cutsOff = false)
    {
        var wire = new Utf8Buffer();
        frame.WriteTo(wire);
        await stream.WriteAsync(cutsOff ? wire.WrittenMemory[..^3] : wire.WrittenMemory, token);
    }
}
