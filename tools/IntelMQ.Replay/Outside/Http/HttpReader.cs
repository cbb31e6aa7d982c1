using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Http;

/// <summary>Reads requests from a connection.</summary>
internal sealed class HttpReader(Stream stream)
{
    /// <summary>The header in which a call to another host tells where it was to go.</summary>
    public const string OriginalUrl = "x-replay-url";

    private const int MaxHead = 1 << 16;
    private readonly byte[] _one = new byte[1];

    /// <summary>The next request; null where the connection ends.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public async Task<HttpExchange?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { Length: > 0 } first)
            return null;
        if (first.Split(' ') is not [var method, var target, _])
            throw new InvalidDataException("That is no request.");
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                throw new InvalidDataException("That is no header.");
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        byte[] body = await ReadBodyAsync(headers, cancellationToken);
        bool isWhole = headers.Remove(OriginalUrl, out string? url);
        return new HttpExchange(method, url ?? target, isWhole, headers, body);
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("content-length", out string? length))
            return await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        if (!headers.TryGetValue("transfer-encoding", out string? encoding) || encoding != "chunked")
            return [];
        var body = new MemoryStream();
        while (true)
        {
            string size = await ReadLineAsync(cancellationToken) ?? "0";
            int count = int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ReadExactlyAsync(count, cancellationToken));
            await ReadLineAsync(cancellationToken);
            if (count == 0)
                return body.ToArray();
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await stream.ReadAsync(_one, cancellationToken) == 1)
        {
            if (_one[0] == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(_one[0]);
            if (line.Count > MaxHead)
                throw new InvalidDataException("A line is too long.");
        }

        return null;
    }
}
