using System.Globalization;
using System.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Reads requests from a connection.</summary>
internal sealed class PushReader(Stream stream)
{
    private const int MaxHead = 32 << 10;
    private const int MaxLine = 8 << 10;

    private readonly byte[] _block = new byte[16 << 10];
    private int _start;
    private int _end;

    /// <summary>The next head; <see langword="null"/> where the connection is at its end.</summary>
    /// <exception cref="PushException">It is none, or too large.</exception>
    public async Task<PushHead?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        int size = 0;
        while (true)
        {
            string? line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line is null)
                return lines.Count == 0 ? null : throw new PushException(400);
            if (line.Length == 0 && lines.Count == 0 && size == 0)
            {
                // A line end behind the request before.
                size++;
                continue;
            }

            if (line.Length == 0)
                return lines.Count == 0 ? throw new PushException(400) : PushHead.Parse(lines);
            size += line.Length;
            if (size > MaxHead)
                throw new PushException(431);
            lines.Add(line);
        }
    }

    /// <summary>The body that belongs to a head.</summary>
    /// <exception cref="PushException">It is too large, or broken off.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadBodyAsync(PushHead head, int maxSize, CancellationToken cancellationToken)
    {
        if (head.Length > maxSize)
            throw new PushException(413);
        var body = new MemoryStream();
        if (head.Length is { } length)
        {
            await CopyAsync(body, length, cancellationToken).ConfigureAwait(false);
            return body.ToArray();
        }

        while (true)
        {
            string line = await ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new PushException(400);
            if (!long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long size) || size < 0)
                throw new PushException(400);
            if (size == 0)
                break;
            if (body.Length + size > maxSize)
                throw new PushException(413);
            await CopyAsync(body, size, cancellationToken).ConfigureAwait(false);
            if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not "")
                throw new PushException(400);
        }

        for (int trailers = 0; await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not ""; trailers++)
        {
            if (trailers > 32)
                throw new PushException(431);
        }

        return body.ToArray();
    }

    private async Task CopyAsync(MemoryStream body, long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                throw new PushException(400);
            int part = (int)Math.Min(count, _end - _start);
            body.Write(_block, _start, part);
            _start += part;
            count -= part;
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                return line.Length == 0 ? null : throw new PushException(400);
            char next = (char)_block[_start++];
            if (next == '\n')
            {
                if (line.Length > 0 && line[^1] == '\r')
                    line.Length--;
                return line.ToString();
            }

            if (line.Length == MaxLine)
                throw new PushException(431);
            line.Append(next);
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
        return _end > 0;
    }
}
