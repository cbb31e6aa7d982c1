using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Net;

/// <summary>A UDP port that keeps what comes.</summary>
internal sealed class UdpSink : IOutside
{
    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly List<byte[]> _datagrams = [];

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", ((IPEndPoint)_client.Client.LocalEndPoint!).Port);
    }

    // On the loopback address a datagram is there as soon as it is sent.
    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken)
    {
        while (_client.Available > 0)
            _datagrams.Add((await _client.ReceiveAsync(cancellationToken)).Buffer);
        observed["datagrams"] = new JsonArray([.. _datagrams.Select(static datagram => Bytes.ToJson(datagram))]);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
