using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class CertstreamCollectorTests
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    [Fact]
    public async Task Certificates_are_reports_over_connections_that_break()
    {
        await using var server = new LoopbackPeer(static async (number, stream, token) =>
        {
            using WebSocket socket = await AcceptAsync(stream, token);
            await SendAsync(socket, """{"message_type": "heartbeat"}""", token);
            await SendAsync(socket, $$"""{"message_type": "certificate_update", "data": {{number}}}""", token);
            // And gone, without a word.
        });
        var logs = new LogCollector();
        await using CertstreamCollector collector = Create(server, logs, static _ => { });
        Assert.Equal(
            ["""{"message_type": "certificate_update", "data": 0}""", """{"message_type": "certificate_update", "data": 1}""", """{"message_type": "certificate_update", "data": 2}"""],
            await CollectorFixture.TakeAsync(collector, 3));
        Assert.Contains("was missed", string.Join('\n', logs.Entries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("{\"message_type\": \"dns_entries\"}")]
    public async Task What_is_no_certificate_is_a_failure_and_the_stream_goes_on(string message)
    {
        await using var server = new LoopbackPeer(async (_, stream, token) =>
        {
            using WebSocket socket = await AcceptAsync(stream, token);
            await SendAsync(socket, message, token);
            await SendAsync(socket, """{"message_type": "certificate_update"}""", token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, token);
            await socket.ReceiveAsync(new byte[16], token);
        });
        await using CertstreamCollector collector = Create(server, new LogCollector(), static options => options.Stream.Reconnect = false);
        List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
        Assert.Equal([false, true], reports.Select(static report => report.Failure is null));
        Assert.Equal(message, CollectorFixture.Text(reports[0]));
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("silent")]
    [InlineData("large")]
    public async Task A_stream_that_does_not_come_is_a_fault_without_reconnecting(string kind)
    {
        await using var server = new LoopbackPeer(async (_, stream, token) =>
        {
            if (kind == "refused")
            {
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), token);
                return;
            }

            using WebSocket socket = await AcceptAsync(stream, token);
            if (kind == "large")
                await SendAsync(socket, new string(' ', 5000), token);
            await Task.Delay(TimeSpan.FromSeconds(20), token);
        });
        await using CertstreamCollector collector = Create(server, new LogCollector(), static options =>
        {
            options.Stream.Reconnect = false;
            options.Stream.MaxLineSize = 1000;
            options.HeartbeatTimeout = TimeSpan.FromSeconds(1);
        });
        await Assert.ThrowsAnyAsync<IOException>(() => CollectorFixture.AllAsync(collector).WaitAsync(TimeSpan.FromSeconds(15)));
    }

    private static CertstreamCollector Create(LoopbackPeer server, LogCollector logs, Action<CertstreamCollectorOptions> change)
    {
        var options = new CertstreamCollectorOptions { Url = $"ws://127.0.0.1:{server.Port}/" };
        options.Stream.ReconnectDelay = TimeSpan.FromMilliseconds(10);
        change(options);
        return new CertstreamCollector(options, new BotServices { Http = LookupFixture.Client, Logs = logs });
    }

    private static async Task<WebSocket> AcceptAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        string key = "";
        var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))
                key = line["Sec-WebSocket-Key: ".Length..].Trim();
        }

#pragma warning disable CA5350 // SHA-1 is what the handshake is made of.
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), cancellationToken);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
    }

    private static Task SendAsync(WebSocket socket, string text, CancellationToken cancellationToken)
        => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
