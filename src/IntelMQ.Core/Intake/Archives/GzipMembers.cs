using System.Buffers.Binary;
using System.IO.Compression;

namespace IntelMQ.Intake;

/// <summary>
/// Unpacks a gzip file (RFC 1952) of one or several members, and notices what the framework's stream passes over: a member that ends early,
/// a check sum or length that does not fit, and bytes behind the end that are no gzip. Zeros behind the end are padding.
/// </summary>
internal sealed class GzipMembers(Stream source) : ForwardStream
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const int MaxName = 4096;

    private readonly GzipWindow _window = new(source);
    private DeflateStream? _member;
    private bool _ended;
    private bool _any;
    private uint _sum;
    private uint _length;

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && !buffer.IsEmpty)
        {
            if (_member is null)
            {
                _window.Fill(MaxName);
                Begin();
                continue;
            }

            int read = _member.Read(buffer);
            if (read > 0)
                return Note(buffer[..read]);
            _window.Fill(Trailer + FixedHeader);
            End();
            while (_member is null && IsPadding() && _window.Fill(1))
                _window.Skip(1);
        }

        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_ended && !buffer.IsEmpty)
        {
            if (_member is null)
            {
                await _window.FillAsync(MaxName, cancellationToken).ConfigureAwait(false);
                Begin();
                continue;
            }

            int read = await _member.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
                return Note(buffer.Span[..read]);
            await _window.FillAsync(Trailer + FixedHeader, cancellationToken).ConfigureAwait(false);
            End();
            while (_member is null && IsPadding() && await _window.FillAsync(1, cancellationToken).ConfigureAwait(false))
                _window.Skip(1);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _member?.Dispose();
        base.Dispose(disposing);
    }

    private int Note(ReadOnlySpan<byte> unpacked)
    {
        _sum = Crc32.Append(_sum, unpacked);
        _length += (uint)unpacked.Length;
        return unpacked.Length;
    }

    private bool IsPadding() => _window.Ahead is [] or [0, ..];

    private void Begin()
    {
        if (_any && _window.Ahead.IsEmpty)
        {
            _ended = true;
            return;
        }

        _window.Skip(HeaderLength(_window.Ahead));
        _window.Begin();
        (_sum, _length, _any) = (0, 0, true);
        _member = new DeflateStream(_window, CompressionMode.Decompress, leaveOpen: true);
    }

    private int HeaderLength(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 2 && !head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            throw new InvalidDataException(_any ? "has bytes behind its end that are no gzip data" : "is no gzip data");
        if (head.Length < FixedHeader)
            throw new InvalidDataException("is gzip data that ends early");
        int flags = head[3];
        if (head[2] != 8 || (flags & 0xE0) != 0)
            throw new InvalidDataException("is gzip data of a kind that cannot be unpacked");
        int length = FixedHeader;
        if ((flags & 4) != 0)
            length += 2 + (head.Length >= length + 2 ? BinaryPrimitives.ReadUInt16LittleEndian(head[length..]) : MaxName);
        if ((flags & 8) != 0)
            length = AfterText(head, length);
        if ((flags & 16) != 0)
            length = AfterText(head, length);
        if ((flags & 2) != 0)
            length += 2;
        return length <= head.Length ? length : throw new InvalidDataException($"is gzip data that ends early, or has a header of more than {MaxName} bytes");
    }

    private static int AfterText(ReadOnlySpan<byte> head, int from)
    {
        int length = from < head.Length ? head[from..].IndexOf((byte)0) : -1;
        return length < 0 ? int.MaxValue / 2 : from + length + 1;
    }

    // The check sum and the length of what was unpacked stand right behind the member's data. Where that is, is not known to the byte:
    // they are looked for, and must be followed by the end, by padding, or by another member.
    private void End()
    {
        _member!.Dispose();
        _member = null;
        Span<byte> trailer = stackalloc byte[Trailer];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        ReadOnlySpan<byte> recent = _window.Recent;
        int first = -1;
        // No data takes two bytes, of which the last may be zero as the trailer is.
        for (int from = _length == 0 ? 2 : 0; from + Trailer <= recent.Length; from++)
        {
            int found = recent[from..].IndexOf(trailer);
            if (found < 0)
                break;
            from += found;
            first = first < 0 ? from + Trailer : first;
            ReadOnlySpan<byte> rest = recent[(from + Trailer)..];
            if (!rest.IsEmpty && !rest.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) && rest.ContainsAnyExcept((byte)0))
                continue;
            _window.GoOnAt(from + Trailer);
            return;
        }

        if (first < 0)
            throw new InvalidDataException("is gzip data that ends early, or whose check sum does not fit");
        _window.GoOnAt(first);
    }
}
