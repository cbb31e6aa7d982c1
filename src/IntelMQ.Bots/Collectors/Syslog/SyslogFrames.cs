using System.Globalization;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Messages in a stream (RFC 6587): behind their lengths, or ended by line feeds. Which it is, each message's first byte says where that is not
/// given: a length begins with a digit, a message with <c>&lt;</c>.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="framing"><c>auto</c>, <c>octet-counting</c> or <c>newline</c>.</param>
/// <param name="maxSize">The most bytes of a message.</param>
/// <param name="silence">How long the other side may send nothing; <see langword="null"/> for ever.</param>
/// <param name="time">The clock.</param>
internal sealed class SyslogFrames(Stream stream, string framing, int maxSize, TimeSpan? silence, TimeProvider time)
{
    private const int MaxDigits = 9;
    private const int Block = 16 << 10;

    private readonly byte[] _block = new byte[Block];
    private readonly bool _counts = framing != SyslogCollectorOptions.Newline;
    private readonly bool _lines = framing != SyslogCollectorOptions.OctetCounting;
    private int _start;
    private int _end;
    private bool _isBroken;

    /// <summary>The next message; <see langword="null"/> where there is no more.</summary>
    public async ValueTask<SyslogMessage?> NextAsync(CancellationToken cancellationToken)
    {
        while (!_isBroken && (_start < _end || await FillAsync(cancellationToken).ConfigureAwait(false)))
        {
            if (_counts && await LengthAsync(cancellationToken).ConfigureAwait(false) is { } length)
                return await CountedAsync(length, cancellationToken).ConfigureAwait(false);
            if (_lines)
            {
                if (await LineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                    return line;
            }
            else if (_block[_start] is (byte)'\n' or (byte)'\r' or (byte)' ' or 0)
            {
                // Some senders end messages with a line feed that they do not count.
                _start++;
            }
            else
            {
                // Where the next message begins, nobody can know.
                _isBroken = true;
                return new SyslogMessage(_block[_start.._end], "does not begin with its length, as octet counting has it; the connection is closed", _end - _start);
            }
        }

        return null;
    }

    // The number in front of a message; what only looks like one is the beginning of a line.
    private async ValueTask<int?> LengthAsync(CancellationToken cancellationToken)
    {
        for (int digits = 0; ; digits++)
        {
            if (_start + digits == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                return null;
            byte next = _block[_start + digits];
            if (next == ' ' && digits > 0)
            {
                int length = int.Parse(_block.AsSpan(_start, digits), NumberStyles.None, CultureInfo.InvariantCulture);
                _start += digits + 1;
                return length;
            }

            if (next is < (byte)'0' or > (byte)'9' || (digits == 0 && next == '0') || digits == MaxDigits)
                return null;
        }
    }

    private async ValueTask<SyslogMessage> CountedAsync(int length, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream(Math.Min(length, Block));
        for (int left = length; left > 0;)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                return new SyslogMessage(message.ToArray(), string.Create(CultureInfo.InvariantCulture, $"was to have {length} bytes, but the connection ended after {length - left}"), length);
            int count = Math.Min(left, _end - _start);
            message.Write(_block, _start, (int)Math.Min(count, maxSize - message.Length));
            _start += count;
            left -= count;
        }

        return length > maxSize ? TooLong(message, length) : new SyslogMessage(message.ToArray());
    }

    private async ValueTask<SyslogMessage?> LineAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        long length = 0;
        for (bool isOpen = true; isOpen && (_start < _end || await FillAsync(cancellationToken).ConfigureAwait(false));)
        {
            int feed = _block.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            int count = feed < 0 ? _end - _start : feed;
            message.Write(_block, _start, (int)Math.Min(count, maxSize + 1L - message.Length));
            length += count;
            _start += feed < 0 ? count : count + 1;
            isOpen = feed < 0;
        }

        byte[] line = SyslogCollector.WithoutEnd(message.GetBuffer().AsSpan(0, (int)message.Length)).ToArray();
        return line.Length > maxSize ? TooLong(message, length) : line.Length > 0 ? new SyslogMessage(line) : null;
    }

    private SyslogMessage TooLong(MemoryStream message, long length)
        => new(message.ToArray()[..maxSize], string.Create(CultureInfo.InvariantCulture, $"has {length} bytes, more than max_message_size allows ({maxSize})"), length);

    // More bytes behind those that are there, of which there are at most a few.
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _block.AsSpan(_start, _end - _start).CopyTo(_block);
        (_start, _end) = (0, _end - _start);
        using var late = new CancellationTokenSource(silence ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            int read = await stream.ReadAsync(_block.AsMemory(_end), either.Token).ConfigureAwait(false);
            _end += read;
            return read > 0;
        }
        catch (Exception exception) when (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A connection that is reset, or silent for too long, ends here; what came of a message is not lost.
            return false;
        }
    }
}
