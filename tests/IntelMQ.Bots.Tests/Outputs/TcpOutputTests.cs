using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class TcpOutputTests
{
    private readonly List<string> _received = [];

    [Fact]
    public async Task A_batch_goes_out_at_once_and_each_event_is_confirmed()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, ["Ok", "Ok", "Ok"], token));
        await using TcpOutput output = await StartAsync(server);
        await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2"), Sample("192.0.2.3")], default);
        Assert.Equal([Json("192.0.2.1"), Json("192.0.2.2"), Json("192.0.2.3")], _received);
    }

    [Fact]
    public async Task What_is_refused_is_sent_again_and_nothing_else()
    {
        await using var server = new LoopbackPeer((_, stream, token) => ServeAsync(stream, ["Ok", "No", "Ok", "Ok"], token));
        await using TcpOutput output = await StartAsync(server);
        await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2"), Sample("192.0.2.3")], default);
        Assert.Equal([Json("192.0.2.1"), Json("192.0.2.2"), Json("192.0.2.3"), Json("192.0.2.2")], _received);
    }

    [Fact]
    public async Task What_was_confirmed_before_the_connection_broke_is_not_sent_again()
    {
        await using var server = new LoopbackPeer((number, stream, token) => ServeAsync(stream, number == 0 ? ["Ok"] : ["Ok", "Ok"], token));
        await using TcpOutput output = await StartAsync(server);
        await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2"), Sample("192.0.2.3")], default);
        Assert.Equal(Json("192.0.2.1"), _received[0]);
        Assert.Equal([Json("192.0.2.2"), Json("192.0.2.3")], _received[^2..]);
        Assert.Single(_received, Json("192.0.2.1"));
    }

    [Fact]
    public async Task Halves_of_a_failed_batch_leave_out_what_has_arrived()
    {
        // Whatever comes second is never taken.
        await using var server = new LoopbackPeer((number, stream, token) => ServeAsync(stream, number == 0 ? ["Ok", ""] : [""], token));
        await using TcpOutput output = await StartAsync(server);
        Event[] batch = [Sample("192.0.2.1"), Sample("192.0.2.2")];
        await Assert.ThrowsAsync<IOException>(() => output.SendAsync(batch, default).AsTask());
        int before = _received.Count;
        await output.SendAsync([batch[0]], default);
        Assert.Equal(before, _received.Count);
    }

    [Fact]
    public async Task A_separator_stands_behind_each_event()
    {
        var bytes = new MemoryStream();
        var all = new TaskCompletionSource();
        await using var server = new LoopbackPeer(async (_, stream, token) =>
        {
            await stream.CopyToAsync(bytes, token);
            all.SetResult();
        });
        await using (TcpOutput output = await StartAsync(server, options =>
        {
            options.Separator = "\r\n";
            options.CounterpartIsIntelmq = false;
        }))
        {
            await output.SendAsync([Sample("192.0.2.1"), Sample("192.0.2.2")], default);
        }

        await all.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Json("192.0.2.1") + "\r\n" + Json("192.0.2.2") + "\r\n", Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Fact]
    public async Task Nobody_there_stops_the_start_and_says_where()
    {
        int port;
        await using (var server = new LoopbackPeer(static (_, _, _) => Task.CompletedTask))
            port = server.Port;
        await using var output = new TcpOutput(new TcpOutputOptions { Ip = "127.0.0.1", Port = port });
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
        Assert.Contains($"127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_complaints_come_at_once()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => new TcpOutput(new TcpOutputOptions()));
        Assert.Contains("ip ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("port ", exception.Message, StringComparison.Ordinal);
    }

    private static Event Sample(string ip)
    {
        var message = new Event();
        message.Set("source.ip", ip).ThrowIfRefused();
        return message;
    }

    private static string Json(string ip) => $$"""{"source.ip": "{{ip}}"}""";

    private static async Task<TcpOutput> StartAsync(LoopbackPeer server, Action<TcpOutputOptions>? change = null)
    {
        var options = new TcpOutputOptions { Ip = "127.0.0.1", Port = server.Port };
        change?.Invoke(options);
        var output = new TcpOutput(options);
        await output.StartAsync(default);
        return output;
    }

    // Answers as many events as there are answers, and closes the connection; an empty answer closes it at once.
    private async Task ServeAsync(NetworkStream stream, string[] answers, CancellationToken token)
    {
        var length = new byte[4];
        foreach (string answer in answers)
        {
            await stream.ReadExactlyAsync(length, token);
            var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            await stream.ReadExactlyAsync(frame, token);
            _received.Add(Encoding.UTF8.GetString(frame));
            if (answer.Length == 0)
                return;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), token);
        }

        // The client's next frames would be lost with a reset before it has read the answers.
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(length, token) > 0)
        {
        }
    }
}
