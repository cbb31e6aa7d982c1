namespace IntelMQ.Intake;

/// <summary>Finds the line ends of data: line feeds, or carriage returns in data without line feeds.</summary>
internal readonly struct LineCutter
{
    private readonly bool _returns;

    private LineCutter(bool returns) => _returns = returns;

    /// <summary>Tells the line ends by the data's start.</summary>
    public static LineCutter For(ReadOnlySpan<byte> start)
        => new(!start.Contains((byte)'\n') && start.IndexOf((byte)'\r') is >= 0 and var found && found < start.Length - 1);

    /// <summary>The place behind the first line end at or behind a place; -1 where there is none.</summary>
    public int NextEnd(ReadOnlySpan<byte> data, int from)
    {
        int found = _returns ? data[from..].IndexOfAny((byte)'\r', (byte)'\n') : data[from..].IndexOf((byte)'\n');
        if (found < 0)
            return -1;
        int end = from + found + 1;
        return data[end - 1] == '\r' && end < data.Length && data[end] == '\n' ? end + 1 : end;
    }

    /// <summary>The place behind the last line end within a size; 0 where there is none.</summary>
    /// <param name="data">The data, of which more may be there than the size.</param>
    /// <param name="size">How many bytes of it count.</param>
    /// <param name="keepQuoted">Whether a line end within quotes is none; where all are, a stray quote is to blame, and the last one counts.</param>
    public int LastEnd(ReadOnlySpan<byte> data, int size, bool keepQuoted)
    {
        int last = Last(data, size);
        if (!keepQuoted || last < 0)
            return last + 1;
        // A chunk begins outside quotes.
        bool inside = (data[..last].Count((byte)'"') & 1) != 0;
        int end = last;
        while (inside)
        {
            int before = Last(data, end);
            if (before < 0)
                return last + 1;
            inside ^= (data[before..end].Count((byte)'"') & 1) != 0;
            end = before;
        }

        return end + 1;
    }

    private int Last(ReadOnlySpan<byte> data, int size)
    {
        if (!_returns)
            return data[..size].LastIndexOf((byte)'\n');
        int found = data[..size].LastIndexOfAny((byte)'\r', (byte)'\n');
        // A pair is not cut.
        while (found >= 0 && data[found] == '\r' && found + 1 < data.Length && data[found + 1] == '\n')
            found = data[..found].LastIndexOfAny((byte)'\r', (byte)'\n');
        return found;
    }
}
