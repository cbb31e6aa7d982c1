using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Net;

/// <summary>Connects to a collector as often as the case says, sends, and reads the answers.</summary>
internal sealed class TcpFeeder : IOutside
{
    private readonly byte[][][] _connections;
    private readonly int _port = FreePort.Find();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<JsonArray> _feeding;

    public TcpFeeder(ObservedCase question)
    {
        _connections = [.. question.Outside.GetProperty("connections").EnumerateArray()
            .Select(static connection => connection.EnumerateArray().Select(static part => Bytes.Of(part)).ToArray())];
        _feeding = Task.Run(FeedAsync);
    }

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _port);
    }

    public void Change(JsonObject parameters) => parameters["accept_timeout"] = 0.5;

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => observed["replies"] = await _feeding.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task<JsonArray> FeedAsync()
    {
        var replies = new JsonArray();
        foreach (byte[][] connection in _connections)
        {
            using TcpClient client = await FreePort.ConnectAsync(_port, _stop.Token);
            await using NetworkStream stream = client.GetStream();
            foreach (byte[] part in connection)
            {
                await stream.WriteAsync(part, _stop.Token);
                await Task.Delay(20, _stop.Token);
            }

            client.Client.Shutdown(SocketShutdown.Send);
            replies.Add(await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(_stop.Token));
        }

        return replies;
    }
}
