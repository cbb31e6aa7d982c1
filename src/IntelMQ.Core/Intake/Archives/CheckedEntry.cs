namespace IntelMQ.Intake;

/// <summary>The data of a file in a zip archive; its length and check sum must be those that the archive's table gives.</summary>
internal sealed class CheckedEntry(Stream content, long length, uint sum) : ForwardStream
{
    private long _read;
    private uint _sum;

    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : Note(buffer[..content.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Note(buffer.Span[..read]);
    }

    private int Note(ReadOnlySpan<byte> unpacked)
    {
        _read += unpacked.Length;
        _sum = Crc32.Append(_sum, unpacked);
        if (unpacked.IsEmpty && _read < length)
            throw new InvalidDataException("is a zip archive with a file that ends early");
        if (_read > length || (unpacked.IsEmpty && _sum != sum))
            throw new InvalidDataException("is a zip archive with a file whose check sum does not fit");
        return unpacked.Length;
    }
}
