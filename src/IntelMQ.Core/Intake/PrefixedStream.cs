namespace IntelMQ.Intake;

/// <summary>A stream with bytes in front of it that were read from it before.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> first, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;

    public override int Read(Span<byte> buffer) => _first.IsEmpty ? rest.Read(buffer) : TakeFirst(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => _first.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : new(TakeFirst(buffer.Span));

    private int TakeFirst(Span<byte> buffer)
    {
        int count = Math.Min(_first.Length, buffer.Length);
        _first.Span[..count].CopyTo(buffer);
        _first = _first[count..];
        return count;
    }
}
