namespace IntelMQ.Intake;

/// <summary>Reads from a stream within a budget; begins with bytes that were read from it before.</summary>
internal sealed class UnpackStream(ReadOnlyMemory<byte> first, Stream rest, UnpackBudget budget, long packedBytes) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;

    public override int Read(Span<byte> buffer)
    {
        if (!_first.IsEmpty)
            return TakeFirst(buffer);
        int read = rest.Read(buffer);
        budget.Spend(read, packedBytes);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_first.IsEmpty)
            return TakeFirst(buffer.Span);
        int read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        budget.Spend(read, packedBytes);
        return read;
    }

    private int TakeFirst(Span<byte> buffer)
    {
        int count = Math.Min(_first.Length, buffer.Length);
        _first.Span[..count].CopyTo(buffer);
        _first = _first[count..];
        return count;
    }
}
