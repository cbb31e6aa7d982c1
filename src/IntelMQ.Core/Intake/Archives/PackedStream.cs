using SharpCompress.Common;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;

namespace IntelMQ.Intake;

/// <summary>Unpacks bzip2 and xz data, of one or several members, by the library, whose many exceptions for damaged data become one.</summary>
/// <param name="packed">The data; can seek; left open.</param>
/// <param name="isXz">Whether it is xz data.</param>
internal sealed class PackedStream(Stream packed, bool isXz) : ForwardStream
{
    private const int MostAtOnce = 64 * 1024;

    // What the library for xz can read into; it knows no spans.
    private byte[]? _bytes;
    private Stream? _member;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        _bytes ??= new byte[MostAtOnce];
        int read = Read(_bytes, 0, Math.Min(buffer.Length, MostAtOnce));
        _bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            while (!_ended && count > 0)
            {
                _member ??= Open();
                int read = _member.Read(buffer, offset, count);
                if (read > 0)
                    return read;
                EndMember();
                _ended = !isXz || !HasMore();
            }

            return 0;
        }
        catch (Exception e) when (e is SharpCompressException or IOException or ArgumentException or ArithmeticException or IndexOutOfRangeException
            or InvalidOperationException or NotSupportedException or NullReferenceException or OutOfMemoryException)
        {
            throw new InvalidDataException($"is {(isXz ? "xz" : "bzip2")} data that is damaged or ends early ({e.Message.TrimEnd('.')})", e);
        }
    }

    // The library decodes in one go: there is nothing to wait for but the file.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            EndMember();
        base.Dispose(disposing);
    }

    private Stream Open()
        => isXz ? new XZStream(packed) : BZip2Stream.Create(packed, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true);

    // The stream of xz data closes what it reads from, which is not its own.
    private void EndMember()
    {
        if (!isXz)
            _member?.Dispose();
        _member = null;
    }

    // The library ends with the first member. Zeros between members, or behind the last, are padding.
    private bool HasMore()
    {
        int next = packed.ReadByte();
        while (next == 0)
            next = packed.ReadByte();
        if (next < 0)
            return false;
        packed.Position--;
        return true;
    }
}
