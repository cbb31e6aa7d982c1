namespace IntelMQ.Bots;

/// <summary>Finds line numbers from offsets, counted on only when a failure asks.</summary>
internal struct LineCounter(ReadOnlyMemory<byte> text)
{
    private long _offset;
    private long _line = 1;

    /// <summary>The line, counted from 1, that an offset stands in. Offsets must not go down.</summary>
    public long At(long offset)
    {
        _line += text.Span[(int)_offset..(int)offset].Count((byte)'\n');
        _offset = offset;
        return _line;
    }
}
