using System.Globalization;
using System.IO.Compression;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>What a gzip file holds, read as it comes, until it grows beyond what is allowed.</summary>
internal sealed class UnpackedStream : Stream
{
    // Small files of equal lines shrink well; what they become is no danger.
    private const long Harmless = 16 << 20;

    private readonly GZipStream _unpacked;
    private readonly TableLimits _limits;
    private readonly long _packedLength;
    private long _count;

    public UnpackedStream(Stream packed, TableLimits limits)
    {
        _limits = limits;
        _packedLength = packed.Length;
        _unpacked = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unpacked.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new TableFaultException("The compressed data are damaged.");
        }

        _count += read;
        if (_count > _limits.UnpackedBytes)
            throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"Unpacked, the file has more than {_limits.UnpackedBytes} bytes."));
        if (_count > Harmless && _count / _limits.UnpackedRatio > _packedLength)
            throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"Unpacked, the file is more than {_limits.UnpackedRatio} times as large."));
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
