using System.Globalization;
using System.Text;

namespace IntelMQ.Bots.Stomp;

/// <summary>Reads frames from a connection, each within bounds. Not thread-safe.</summary>
internal sealed class StompReader(Stream stream)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxHeaders = 256;
    private const int MaxBody = 64 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly List<byte> _line = [];
    private int _start;
    private int _end;

    /// <summary>Called when something comes, be it only a sign of life.</summary>
    public Action? Sign { get; set; }

    /// <summary>The next frame; null where the connection ends between two frames.</summary>
    /// <exception cref="IOException">The connection breaks, or what comes is no frame.</exception>
    public async ValueTask<StompFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? command;
        do
        {
            command = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        // Line ends between frames say that the other side is alive.
        while (command is { IsEmpty: true });
        if (command is null)
            return null;
        string name = Encoding.UTF8.GetString(command.Value.Span);
        var headers = new List<KeyValuePair<string, string>>();
        while (true)
        {
            ReadOnlyMemory<byte> line = await ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw Cut();
            if (line.IsEmpty)
                break;
            headers.Add(Header(line.Span));
            if (headers.Count > MaxHeaders)
                throw new IOException("The broker sends a frame with too many headers.");
        }

        string? length = headers.Find(static header => header.Key == "content-length").Value;
        return new StompFrame(name, headers, length is null ? await ReadToNullAsync(cancellationToken).ConfigureAwait(false) : await ReadBodyAsync(length, cancellationToken).ConfigureAwait(false));
    }

    private static KeyValuePair<string, string> Header(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        return colon > 0 && StompFrame.Unescape(line[..colon]) is { } name && StompFrame.Unescape(line[(colon + 1)..]) is { } value
            ? new(name, value)
            : throw new IOException("The broker sends what is no header of STOMP.");
    }

    private static IOException Cut() => new("The broker closed the connection within a frame.");

    private async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(string length, CancellationToken cancellationToken)
    {
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > MaxBody)
            throw new IOException($"The broker sends a body of '{length}' bytes, which is too long or no number.");
        var body = new byte[count];
        for (int read = 0; read < count;)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                throw Cut();
            int part = Math.Min(_end - _start, count - read);
            _buffer.AsSpan(_start, part).CopyTo(body.AsSpan(read));
            _start += part;
            read += part;
        }

        return await ReadByteAsync(cancellationToken).ConfigureAwait(false) == 0 ? body : throw new IOException("The broker sends a body that does not end where it says.");
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadToNullAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (await ReadByteAsync(cancellationToken).ConfigureAwait(false) is var next and not 0)
        {
            body.Add(next);
            if (body.Count > MaxBody)
                throw new IOException("The broker sends a body that does not end.");
        }

        return body.ToArray();
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadLineAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                return _line.Count == 0 ? null : throw Cut();
            byte next = _buffer[_start++];
            if (next == (byte)'\n')
                break;
            _line.Add(next);
            if (_line.Count > MaxLine)
                throw new IOException("The broker sends a line that does not end.");
        }

        if (_line is [.., (byte)'\r'])
            _line.RemoveAt(_line.Count - 1);
        return _line.ToArray();
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
            throw Cut();
        return _buffer[_start++];
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        Sign?.Invoke();
        return _end > 0;
    }
}
