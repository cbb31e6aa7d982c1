using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>What a server answers, faults included.</summary>
internal sealed record HttpAnswer
{
    public int Status { get; init; } = 200;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    /// <summary>The body in parts, chunked; null where it comes whole.</summary>
    public IReadOnlyList<byte[]>? Chunks { get; init; }

    /// <summary>Whether the chunked body ends without its end.</summary>
    public bool IsTruncated { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>Whether the connection is closed without an answer.</summary>
    public bool Drops { get; init; }

    public static HttpAnswer Json(string json, int status = 200) => new()
    {
        Status = status,
        Headers = [new("Content-Type", "application/json")],
        Body = Encoding.UTF8.GetBytes(json),
    };

    public static HttpAnswer Text(string text) => new() { Headers = [new("Content-Type", "text/plain; charset=utf-8")], Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>Writes the answer.</summary>
    /// <returns>Whether the connection may serve another request.</returns>
    public async Task<bool> WriteAsync(Stream stream, bool isHead, CancellationToken cancellationToken)
    {
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay, cancellationToken);
        if (Drops)
            return false;
        bool hasBody = !isHead && Status is not (204 or 304);
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Status\r\n");
        foreach ((string name, string value) in Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (Chunks is not null)
            head.Append("Transfer-Encoding: chunked\r\n");
        else if (Status is not (204 or 304))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), cancellationToken);
        if (!hasBody)
            return true;
        if (Chunks is null)
        {
            await stream.WriteAsync(Body, cancellationToken);
            return true;
        }

        foreach (byte[] chunk in Chunks)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{chunk.Length:x}\r\n")), cancellationToken);
            await stream.WriteAsync(chunk, cancellationToken);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }

        if (IsTruncated)
            return false;
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
        return true;
    }
}
