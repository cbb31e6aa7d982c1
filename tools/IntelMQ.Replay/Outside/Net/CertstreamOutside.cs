using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Net;

/// <summary>A server that sends the case's messages over a WebSocket and closes it.</summary>
internal sealed class CertstreamOutside : IOutside
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly Listener _listener;
    private readonly JsonElement[] _messages;

    public CertstreamOutside(ObservedCase question)
    {
        _messages = [.. question.Outside.GetProperty("messages").EnumerateArray()];
        _listener = new Listener(ServeAsync);
    }

    public void Describe(Placeholders placeholders) => placeholders.Add("@PORT@", _listener.Port);

    public void Change(JsonObject parameters)
    {
        parameters["url"] = $"ws://127.0.0.1:{_listener.Port}/";
        parameters["reconnect"] = false;
    }

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

#pragma warning disable CA5350 // SHA-1 is what the handshake is made of.
    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        string key = "";
        var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (line.StartsWith("Sec-WebSocket-Key: ", StringComparison.OrdinalIgnoreCase))
                key = line["Sec-WebSocket-Key: ".Length..].Trim();
        }

        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"), cancellationToken);
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        foreach (JsonElement message in _messages)
            await socket.SendAsync(Encoding.UTF8.GetBytes(message.GetRawText()), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        try
        {
            await socket.ReceiveAsync(new byte[256], cancellationToken);
        }
        catch (WebSocketException)
        {
            // The other side did not wait for the end.
        }
    }
#pragma warning restore CA5350
}
