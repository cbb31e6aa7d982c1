using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IntelMQ.Replay.Outside.Stomp;

/// <summary>A frame of STOMP.</summary>
internal sealed record StompFrame(string Command, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private const int MaxLine = 1 << 16;

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key == name).Value;

    public JsonObject ToJson() => new()
    {
        ["command"] = Command,
        ["headers"] = new JsonObject(Headers.DistinctBy(static header => header.Key).Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["body"] = Bytes.ToJson(Body),
    };

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder(Command).Append('\n');
        foreach ((string name, string value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}:{value}\n");
        head.Append(CultureInfo.InvariantCulture, $"content-length:{Body.Length}\n\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), cancellationToken);
        await stream.WriteAsync(Body, cancellationToken);
        await stream.WriteAsync(new byte[1], cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads a frame; null where the stream ends.</summary>
    public static async Task<StompFrame?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        string? command = "";
        // Line ends between frames are heartbeats.
        while (command is { Length: 0 })
            command = await ReadLineAsync(stream, cancellationToken);
        if (command is null)
            return null;
        var headers = new List<KeyValuePair<string, string>>();
        while (await ReadLineAsync(stream, cancellationToken) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Replace("\\c", ":", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)));
        }

        string? length = headers.FirstOrDefault(static header => header.Key == "content-length").Value;
        byte[] body = length is null ? await ReadToEndAsync(stream, cancellationToken) : await ReadExactlyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        return new StompFrame(command, headers, body);
    }

    private static async Task<byte[]> ReadExactlyAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var body = new byte[length + 1];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return body[..length];
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != 0)
            body.Add(one[0]);
        return [.. body];
    }

    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < MaxLine)
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
                return null;
            if (one[0] == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        throw new InvalidDataException("A line is too long.");
    }
}
