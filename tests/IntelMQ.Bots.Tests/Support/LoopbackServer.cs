using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntelMQ.Bots.Tests.Support;

/// <summary>A server on the loopback address that speaks just enough HTTP, well or badly; one request for each connection.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<LoopbackRequest> _requests = new();
    private readonly Func<LoopbackRequest, LoopbackAnswer> _answer;
    private readonly Task _accepting;

    public LoopbackServer(Func<LoopbackRequest, LoopbackAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public LoopbackServer(LoopbackAnswer answer)
        : this(_ => answer)
    {
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Url { get; }

    public IReadOnlyList<LoopbackRequest> Requests => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        // In this order: a listener that is gone while the loop comes round refuses the next call with an error of its own.
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using NetworkStream stream = client.GetStream();
                LoopbackRequest request = await LoopbackRequest.ReadAsync(stream, _stopping.Token);
                _requests.Enqueue(request);
                await _answer(request).WriteAsync(stream, _stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client went, or the test ended.
            }
        }
    }
}

/// <summary>A request: its first line, its headers, its body.</summary>
internal sealed record LoopbackRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Line.Split(' ')[1];

    public static async Task<LoopbackRequest> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (!(head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
                throw new EndOfStreamException();
            head.Add(one[0]);
        }

        string[] lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        byte[] body = new byte[headers.TryGetValue("Content-Length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new LoopbackRequest(lines[0], headers, Encoding.UTF8.GetString(body));
    }
}

/// <summary>What the server sends.</summary>
internal sealed class LoopbackAnswer
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly Func<Stream, CancellationToken, Task> _write;

    private LoopbackAnswer(Func<Stream, CancellationToken, Task> write) => _write = write;

    /// <summary>Nothing at all, for a minute.</summary>
    public static LoopbackAnswer Silence { get; } = new(static (_, token) => Task.Delay(Long, token));

    /// <summary>The head at once and then a byte now and then.</summary>
    public static LoopbackAnswer Trickle { get; } = new(static async (stream, token) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray(), token);
        while (true)
        {
            await stream.WriteAsync(" "u8.ToArray(), token);
            await Task.Delay(50, token);
        }
    });

    /// <summary>A body without end, as fast as it goes.</summary>
    public static LoopbackAnswer Flood { get; } = new(static async (stream, token) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), token);
        byte[] block = new byte[1 << 16];
        while (true)
            await stream.WriteAsync(block, token);
    });

    /// <summary>Bytes that are no HTTP.</summary>
    public static LoopbackAnswer Garbage { get; } = Bytes("\u0001\u0002 hello, is it me you are looking for\r\n\r\n");

    /// <summary>Less than announced.</summary>
    public static LoopbackAnswer CutShort { get; } = Bytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"a\":");

    public static LoopbackAnswer Bytes(string bytes) => new(async (stream, token) => await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes), token));

    public static LoopbackAnswer Of(int status, string body, string reason = "Some reason", string type = "text/plain; charset=utf-8")
        => new(async (stream, token) =>
        {
            byte[] content = Encoding.UTF8.GetBytes(body);
            string head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}\r\nContent-Type: {type}\r\nContent-Length: {content.Length}\r\nConnection: close\r\n\r\n");
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head), token);
            await stream.WriteAsync(content, token);
        });

    public static LoopbackAnswer Json(string json) => Of(200, json, "OK", "application/json");

    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) => _write(stream, cancellationToken);
}
