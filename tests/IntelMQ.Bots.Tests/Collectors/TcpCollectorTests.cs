using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class TcpCollectorTests
{
    [Fact]
    public async Task A_message_is_answered_once_its_report_is_in_a_queue()
    {
        await using TcpCollector collector = await StartedAsync(static _ => { });
        using TcpClient client = await ConnectAsync(collector);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Frame("one"));
        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator();
        Assert.True(await reports.MoveNextAsync());
        Assert.Equal("one", CollectorFixture.Text(reports.Current));
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        Assert.False(stream.DataAvailable);
        Task<bool> next = reports.MoveNextAsync().AsTask();
        Assert.Equal("Ok", await ReadAsync(stream, 2));
        await stream.WriteAsync(Frame("two"));
        Assert.True(await next);
        Assert.Equal("two", CollectorFixture.Text(reports.Current));
    }

    [Theory]
    [InlineData("", "End")]
    [InlineData("000000", "Incomplete message")]
    [InlineData("00000005616263", "Incomplete message")]
    [InlineData("000000000000000161", "Incomplete message")]
    [InlineData("7FFFFFFF61", "Incomplete message")]
    [InlineData("FFFFFFFF", "Incomplete message")]
    [InlineData("0000000161", "OkEnd")]
    public async Task The_end_of_a_connection_is_answered(string bytes, string answer)
    {
        await using TcpCollector collector = await StartedAsync(static options => options.Listen.AcceptTimeout = TimeSpan.FromMilliseconds(200));
        Task<List<CollectedReport>> collecting = CollectorFixture.AllAsync(collector);
        using TcpClient client = await ConnectAsync(collector);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Convert.FromHexString(bytes));
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(answer, await new StreamReader(stream).ReadToEndAsync());
        await collecting;
    }

    [Fact]
    public async Task IntelMQs_output_and_the_collector_understand_each_other()
    {
        await using TcpCollector collector = await StartedAsync(static _ => { });
        Task<List<string>> taking = CollectorFixture.TakeAsync(collector, 301);
        await using var output = new TcpOutput(new TcpOutputOptions { Ip = "127.0.0.1", Port = collector.LocalEndPoint!.Port, CounterpartIsIntelmq = true });
        await output.StartAsync(default);
        List<Event> events = [.. Enumerable.Range(0, 301).Select(static i => Events.Of($$"""{"extra.id": {{i}}, "source.ip": "192.0.2.1"}"""))];
        await output.SendAsync(events[..300], default);
        // The last is not answered, since the collector is asked for no more.
        _ = output.SendAsync(events[300..], default).AsTask();
        Assert.Equal(Enumerable.Range(0, 301), (await taking).Select(static text => int.Parse(text.Split("\"extra.id\": ")[1].Split(',', '}')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Many_connections_are_served_at_once_and_each_message_comes_once()
    {
        await using TcpCollector collector = await StartedAsync(static options => options.Listen.MaxConnections = 4);
        Task<List<string>> taking = CollectorFixture.TakeAsync(collector, 200);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async sender =>
        {
            using TcpClient client = await ConnectAsync(collector);
            await using NetworkStream stream = client.GetStream();
            for (int i = 0; i < 20; i++)
            {
                await stream.WriteAsync(Frame($"{sender}-{i}"));
                if (i < 19)
                    Assert.Equal("Ok", await ReadAsync(stream, 2));
            }

            // So that the last of all does not wait for an answer that cannot come.
            client.Client.Shutdown(SocketShutdown.Send);
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }));
        List<string> texts = await taking;
        Assert.Equal(200, texts.Distinct().Count());
    }

    [Fact]
    public async Task A_silent_connection_is_closed()
    {
        await using TcpCollector collector = await StartedAsync(static options => options.Listen.IdleTimeout = TimeSpan.FromMilliseconds(100));
        using TcpClient client = await ConnectAsync(collector);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(new byte[] { 0, 0 });
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_at_start()
    {
        await using TcpCollector first = await StartedAsync(static _ => { });
        await using var second = new TcpCollector(new TcpCollectorOptions { Ip = "127.0.0.1", Port = first.LocalEndPoint!.Port });
        BotConfigurationException thrown = await Assert.ThrowsAsync<BotConfigurationException>(() => second.StartAsync(default).AsTask());
        Assert.Contains("cannot be opened", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_stops_answers_nothing()
    {
        await using TcpCollector collector = await StartedAsync(static _ => { });
        using TcpClient client = await ConnectAsync(collector);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Frame("one"));
        await using (IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator())
            Assert.True(await reports.MoveNextAsync());
        Assert.Equal("", await new StreamReader(stream).ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static async Task<TcpCollector> StartedAsync(Action<TcpCollectorOptions> change)
    {
        var options = new TcpCollectorOptions { Ip = "127.0.0.1", Port = 0 };
        change(options);
        var collector = new TcpCollector(options);
        await collector.StartAsync(default);
        return collector;
    }

    private static async Task<TcpClient> ConnectAsync(TcpCollector collector)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, collector.LocalEndPoint!.Port);
        return client;
    }

    private static byte[] Frame(string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        byte[] frame = new byte[4 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    private static async Task<string> ReadAsync(NetworkStream stream, int count)
    {
        byte[] answer = new byte[count];
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        return Encoding.ASCII.GetString(answer);
    }
}
