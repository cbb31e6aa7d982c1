namespace IntelMQ.Intake;

/// <summary>The data of one entry of a tar archive.</summary>
internal sealed class TarContent(Stream source, long size) : ForwardStream
{
    private readonly long _padding = (TarEntries.BlockSize - (size % TarEntries.BlockSize)) % TarEntries.BlockSize;
    private long _left = size;

    public override int Read(Span<byte> buffer)
        => _left == 0 || buffer.IsEmpty ? 0 : Note(source.Read(buffer[..(int)Math.Min(buffer.Length, _left)]));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => _left == 0 || buffer.IsEmpty ? 0 : Note(await source.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false));

    /// <summary>Reads to the end of the entry's last block.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        if (_left == 0 && _padding == 0)
            return;
        var waste = new byte[4096];
        while (await ReadAsync(waste, cancellationToken).ConfigureAwait(false) > 0)
        {
        }

        await source.ReadAtLeastAsync(waste.AsMemory(0, (int)_padding), (int)_padding, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
    }

    private int Note(int read)
    {
        _left -= read;
        return read > 0 ? read : throw new InvalidDataException("is a tar archive that ends within a file");
    }
}
