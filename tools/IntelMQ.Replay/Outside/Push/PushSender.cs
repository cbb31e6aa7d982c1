using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;
using IntelMQ.Replay.Outside.Net;

namespace IntelMQ.Replay.Outside.Push;

/// <summary>Sends the case's requests to a collector that is a server, and tells the answers.</summary>
internal sealed class PushSender : IOutside
{
    private readonly int _port = FreePort.Find();
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-replay-").FullName;
    private readonly JsonElement[] _requests;
    private readonly bool _usesSocket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<JsonArray> _sending;

    public PushSender(ObservedCase question)
    {
        _requests = [.. question.Outside.GetProperty("requests").EnumerateArray()];
        _usesSocket = question.Says("use_socket", byDefault: false);
        _sending = Task.Run(SendAllAsync);
    }

    private string SocketPath => Path.Combine(_folder, "socket");

    public void Describe(Placeholders placeholders)
    {
        placeholders.Add("@HOST@", "127.0.0.1");
        placeholders.Add("@PORT@", _port);
        placeholders.Add("@SOCKET@", SocketPath);
    }

    public void Change(JsonObject parameters) => parameters["accept_timeout"] = 0.5;

    public async ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => observed["answers"] = await _sending.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonArray> SendAllAsync()
    {
        var answers = new JsonArray();
        await using Stream stream = _usesSocket ? await ConnectAsync(_stop.Token) : (await FreePort.ConnectAsync(_port, _stop.Token)).GetStream();
        if (_usesSocket && !OperatingSystem.IsWindows())
            answers.Add(new JsonObject { ["socket_mode"] = "0o" + Convert.ToString((int)File.GetUnixFileMode(SocketPath), 8) });
        var reader = new StreamReader(stream, Encoding.Latin1);
        foreach (JsonElement request in _requests)
        {
            byte[] body = request[2].GetBytesFromBase64();
            string headers = string.Concat(request[3].EnumerateObject().Select(static header => $"{header.Name}: {header.Value}\r\n"));
            string head = string.Create(CultureInfo.InvariantCulture, $"{request[0]} {request[1]} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
            await stream.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body], _stop.Token);
            answers.Add(await ReadAsync(reader));
        }

        return answers;
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException)
            {
                socket.Dispose();
                await Task.Delay(10, cancellationToken);
            }
        }
    }

    private async Task<JsonObject> ReadAsync(StreamReader reader)
    {
        string status = await reader.ReadLineAsync(_stop.Token) ?? throw new InvalidDataException("The collector gave no answer.");
        string type = "";
        int length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Type: ", StringComparison.OrdinalIgnoreCase))
                type = line["Content-Type: ".Length..];
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        }

        var body = new char[length];
        // Even for nothing at all it would wait for more.
        if (length > 0)
            await reader.ReadBlockAsync(body.AsMemory(), _stop.Token);
        int code = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        return new JsonObject { ["status"] = code, ["body"] = code == 200 ? new string(body) : "(not compared)", ["content_type"] = type };
    }
}
