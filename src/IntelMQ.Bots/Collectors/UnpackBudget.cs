namespace IntelMQ.Bots.Collectors;

/// <summary>How much may come out of an archive, all its files together: what gives more is taken for a bomb.</summary>
internal sealed class UnpackBudget(long packedBytes, long maxBytes, int maxRatio)
{
    // Small archives of empty tables have high ratios and do no harm.
    private const long NoRatioBelow = 16 << 20;

    private long _bytes;

    /// <exception cref="InvalidDataException">It is too much.</exception>
    public void Spend(int bytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes)
            throw new InvalidDataException($"unpacks to more than {maxBytes} bytes, which max_unpacked_size does not allow");
        if (_bytes > NoRatioBelow && _bytes / maxRatio > packedBytes)
            throw new InvalidDataException($"unpacks to more than {maxRatio} times its size, which max_unpack_ratio does not allow");
    }
}

/// <summary>Reads from a stream within a budget; begins with bytes that were read from it before.</summary>
internal sealed class UnpackStream(ReadOnlyMemory<byte> first, Stream rest, UnpackBudget budget) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_first.IsEmpty)
        {
            int count = Math.Min(_first.Length, buffer.Length);
            _first[..count].CopyTo(buffer);
            _first = _first[count..];
            return count;
        }

        int read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        budget.Spend(read);
        return read;
    }
}

/// <summary>A stream that is read asynchronously from front to back.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
