namespace IntelMQ.Intake;

/// <summary>The part of a stream that is being looked at.</summary>
internal sealed class ReadWindow(Stream source, int maxBytes)
{
    private const int ReadAhead = 64 << 10;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _ended;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_start, Length);

    /// <summary>Reads until so many bytes are there.</summary>
    /// <returns>Whether they are; if not, the stream has ended.</returns>
    /// <exception cref="InvalidDataException">More is asked for than may be held.</exception>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (Length < count && !_ended)
        {
            if (Length >= maxBytes)
                throw new InvalidDataException($"has a line of more than {maxBytes} bytes");
            MakeRoom(count);
            int read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            _ended = read == 0;
        }

        return Length >= count;
    }

    /// <summary>Whether the stream has nothing more than the window holds.</summary>
    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        if (_ended)
            return true;
        if (Length < maxBytes)
            return !await FillAsync(Length + 1, cancellationToken).ConfigureAwait(false);
        return await source.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0;
    }

    /// <summary>Takes bytes out, behind a header, into an array of their own.</summary>
    public byte[] Take(int count, ReadOnlySpan<byte> header)
    {
        byte[] taken = GC.AllocateUninitializedArray<byte>(header.Length + count);
        header.CopyTo(taken);
        Span[..count].CopyTo(taken.AsSpan(header.Length));
        _start += count;
        return taken;
    }

    // Grows with what is there, not with what is asked for: the size of a small file is not known.
    private void MakeRoom(int count)
    {
        if (_end < _buffer.Length && _buffer.Length - _start >= Math.Min(count, _buffer.Length))
            return;
        if (_start > 0)
        {
            Span.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
            return;
        long size = Math.Max(ReadAhead, Math.Min(_buffer.Length * 2L, Math.Max(count, _end + (long)ReadAhead)));
        Array.Resize(ref _buffer, (int)Math.Min(size, Array.MaxLength));
    }
}
