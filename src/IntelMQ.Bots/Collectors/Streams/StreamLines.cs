using System.Runtime.CompilerServices;

namespace IntelMQ.Bots.Collectors;

/// <summary>Cuts a stream into lines at LF, CR and CRLF, as they come; empty ones are passed over.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maxSize">The most bytes of a line.</param>
internal sealed class StreamLines(Stream stream, int maxSize) : IDisposable
{
    private const int Kept = 64 << 10;

    private readonly byte[] _block = new byte[64 << 10];
    private readonly MemoryStream _line = new();
    private long _length;

    public void Dispose() => _line.Dispose();

    public async IAsyncEnumerable<StreamLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(_block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            for (int start = 0; start < read;)
            {
                int length = _block.AsSpan(start, read - start).IndexOfAny((byte)'\n', (byte)'\r');
                bool ends = length >= 0;
                Append(_block.AsSpan(start, ends ? length : read - start));
                start += ends ? length + 1 : read - start;
                if (ends && _length > 0)
                    yield return Take();
            }
        }

        if (_length > 0)
            yield return Take();
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        _length += part.Length;
        int room = (_length > maxSize ? Math.Min(Kept, maxSize) : maxSize) - (int)_line.Length;
        if (room < 0)
            _line.SetLength(Math.Min(Kept, maxSize));
        else
            _line.Write(part[..Math.Min(part.Length, room)]);
    }

    private StreamLine Take()
    {
        var line = new StreamLine(_line.ToArray(), _length);
        _line.SetLength(0);
        _length = 0;
        return line;
    }
}
