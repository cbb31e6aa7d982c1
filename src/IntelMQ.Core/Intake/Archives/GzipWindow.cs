namespace IntelMQ.Intake;

/// <summary>
/// Hands a gzip file's bytes on in small pieces and keeps the last two of them, so that bytes that were handed on too early can be taken
/// back: the framework's decoder does not say where a member's data ends.
/// </summary>
internal sealed class GzipWindow(Stream source) : ForwardStream
{
    private const int PieceSize = 8192;

    private readonly byte[] _buffer = new byte[4 * PieceSize];
    private int _kept;
    private int _next;
    private int _end;

    /// <summary>What was handed on last, and what is there and not handed on yet.</summary>
    public ReadOnlySpan<byte> Recent => _buffer.AsSpan(_kept, _end - _kept);

    /// <summary>What is there and not handed on yet.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_next, _end - _next);

    /// <summary>Forgets what was handed on: a member begins here.</summary>
    public void Begin() => _kept = _next;

    /// <summary>Goes on behind a place of <see cref="Recent"/>.</summary>
    public void GoOnAt(int place) => _kept = _next = _kept + place;

    /// <summary>Passes over bytes of <see cref="Ahead"/>.</summary>
    public void Skip(int count) => _next += count;

    public override int Read(Span<byte> buffer)
    {
        if (_next == _end)
            _end += source.Read(Room());
        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next == _end)
        {
            int room = Room().Length;
            _end += await source.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken).ConfigureAwait(false);
        }

        return Take(buffer.Span);
    }

    /// <summary>Reads until so many bytes are ahead, or the file has ended.</summary>
    public bool Fill(int count)
    {
        while (Ahead.Length < count)
        {
            int read = source.Read(Room());
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    /// <inheritdoc cref="Fill"/>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (Ahead.Length < count)
        {
            int room = Room().Length;
            int read = await source.ReadAsync(_buffer.AsMemory(_end, room), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    private int Take(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(buffer.Length, PieceSize), _end - _next);
        _buffer.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        // The last two pieces are enough: the decoder asks for no more before it has used up what it has.
        _kept = Math.Max(_kept, _next - (2 * PieceSize));
        return count;
    }

    private Span<byte> Room()
    {
        if (_end + PieceSize > _buffer.Length)
        {
            _buffer.AsSpan(_kept, _end - _kept).CopyTo(_buffer);
            _next -= _kept;
            _end -= _kept;
            _kept = 0;
        }

        return _buffer.AsSpan(_end, Math.Min(PieceSize, _buffer.Length - _end));
    }
}
