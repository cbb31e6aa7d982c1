namespace IntelMQ.Failures;

/// <summary>Makes the last segment whole again after a crash.</summary>
internal static class SegmentRepair
{
    /// <summary>
    /// Finds the segment's last number. An entry that was half written when the process ended is moved to a file of its own beside the
    /// segment.
    /// </summary>
    /// <returns>The path of that file; <see langword="null"/> where there was nothing to repair.</returns>
    public static string? Repair(FailureSegment segment)
    {
        long lines = 0;
        long lastId = segment.FirstId - 1;
        long end = 0;
        using (FileStream file = segment.Open())
        {
            var reader = new SegmentReader(file, file.Length);
            while (reader.TryReadLine(out ReadOnlySpan<byte> line))
            {
                lines++;
                end = reader.Position;
                if (FailureLine.TryReadHead(line, out long id, out DateTimeOffset time))
                    (lastId, segment.LastTime) = (Math.Max(lastId, id), time);
            }
        }

        // A damaged line has used up its number all the same.
        segment.EndId = Math.Max(lastId + 1, segment.FirstId + lines);
        return end == segment.Length ? null : PutAside(segment, end);
    }

    private static string PutAside(FailureSegment segment, long end)
    {
        string aside = $"{segment.Path}.torn-{end}";
        using (FileStream source = new(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            source.Position = end;
            using (FileStream target = new(aside, FileMode.Create, FileAccess.Write))
            {
                source.CopyTo(target);
                target.Flush(flushToDisk: true);
            }

            source.SetLength(end);
            source.Flush(flushToDisk: true);
        }

        segment.Length = end;
        return aside;
    }
}

/// <summary>Reads a segment's lines, up to a length; a line without line feed at the end is not given.</summary>
internal sealed class SegmentReader(Stream file, long length)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _read;

    /// <summary>Bytes of the lines given so far, line feeds among them.</summary>
    public long Position { get; private set; }

    /// <summary>The next line, valid until the next call.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = _buffer.AsSpan(_start, searched + feed);
                _start += searched + feed + 1;
                Position += line.Length + 1;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, checked((int)Math.Min(_buffer.Length * 2L, Array.MaxLength)));
        int wanted = (int)Math.Min(length - _read, _buffer.Length - _end);
        int read = wanted <= 0 ? 0 : file.Read(_buffer, _end, wanted);
        _end += read;
        _read += read;
        return read > 0;
    }
}
