namespace IntelMQ.Bots;

/// <summary>
/// Says where the rows of a table end that has been damaged. A quote that is missing or too many turns the rest of a table inside out for any
/// reader; looked at line by line, only the lines with the fault are lost. Each line is read twice at most, whatever the quotes say.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="format">How it is written.</param>
/// <param name="maxLines">How many lines a row may have.</param>
/// <param name="maxLength">How many bytes a row may have.</param>
public sealed class CsvRowEnds(ReadOnlyMemory<byte> table, CsvFormat format, int maxLines, int maxLength)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly List<CsvLine> _lines = [];
    private readonly byte _separator = (byte)format.Separator;
    private int _first;
    private int _closing = -1;

    /// <summary>Whether blanks, tabs and byte order marks in front of a row are no part of it.</summary>
    public bool SkipsIndentation { get; init; }

    /// <summary>How many cells a row must have that stands on several lines; 0 for any number.</summary>
    public int CellCount { get; set; }

    /// <summary>Finds the end of the row that begins at an offset.</summary>
    /// <param name="start">Where a line begins, or its row behind the indentation.</param>
    /// <param name="end">Behind the row's line end; where there is none, behind that of its first line.</param>
    /// <returns>Whether the row ends where a row may: otherwise its first line is damaged.</returns>
    public bool TryFind(int start, out int end)
    {
        MoveTo(start);
        CsvLine line = _lines[_first];
        end = line.End;
        if (!line.Outside.IsOpen)
            return line.Length <= maxLength;
        if (!TryFindClosing(start, out int closing))
            return false;
        CsvLine last = _lines[closing];
        long cells = 1 + line.Outside.Separators + last.SeparatorsInside - line.SeparatorsInside;
        if (line.Outside.Faults + last.FaultsInside - line.FaultsInside > 0 || (CellCount > 0 && cells != CellCount))
            return false;
        end = last.End;
        return true;
    }

    // The first line behind the first one that, begun within quotes, ends outside of them.
    private bool TryFindClosing(int start, out int closing)
    {
        for (_closing = Math.Max(_closing, _first + 1); ; _closing++)
        {
            closing = _closing;
            if (closing - _first >= maxLines || (closing >= _lines.Count && !ReadLine()) || _lines[closing].End - start > maxLength + 2)
                return false;
            if (!_lines[closing].Inside.IsOpen)
                return true;
        }
    }

    private void MoveTo(int start)
    {
        while (_first < _lines.Count && _lines[_first].End <= start)
            _first++;
        if (_first > 1024)
        {
            _lines.RemoveRange(0, _first);
            _closing -= _first;
            _first = 0;
        }

        if (_first < _lines.Count && _lines[_first].Start <= start)
            return;
        _lines.Clear();
        _first = 0;
        _closing = -1;
        ReadLine(start);
    }

    private bool ReadLine()
    {
        int start = _lines[^1].End;
        if (start < table.Length)
            ReadLine(start);
        return start < table.Length;
    }

    private void ReadLine(int start)
    {
        ReadOnlySpan<byte> rest = table.Span[start..];
        int length = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
            length = rest.Length;
        ReadOnlySpan<byte> line = rest[..length];
        CsvLine before = _lines.Count > 0 ? _lines[^1] : default;
        CsvLineState inside = Scan(line, isOpen: true);
        ReadOnlySpan<byte> row = SkipsIndentation ? WithoutIndentation(line) : line;
        bool isComment = format.CommentPrefix is { } prefix && row is [var first, ..] && first == (byte)prefix;
        _lines.Add(new CsvLine(start, length, start + length + CsvRows.LineEnd(table.Span, start + length).Length)
        {
            Outside = isComment ? default : Scan(row, isOpen: false),
            Inside = inside,
            SeparatorsInside = before.SeparatorsInside + inside.Separators,
            FaultsInside = before.FaultsInside + inside.Faults,
        });
    }

    private static ReadOnlySpan<byte> WithoutIndentation(ReadOnlySpan<byte> line)
    {
        while (true)
        {
            line = line.TrimStart(" \t"u8);
            if (!line.StartsWith(ByteOrderMark))
                return line;
            line = line[ByteOrderMark.Length..];
        }
    }

    // As the reader: a quote opens a cell only at its very start, and behind the closing one everything is text up to the separator.
    private CsvLineState Scan(ReadOnlySpan<byte> line, bool isOpen)
    {
        int separators = 0;
        int faults = 0;
        for (ReadOnlySpan<byte> rest = line; ; separators++)
        {
            if (isOpen || rest is [(byte)'"', ..])
            {
                if (!isOpen)
                    rest = rest[1..];
                if (!TryLeaveQuotes(ref rest))
                    return new CsvLineState(true, separators, faults);
                if (!rest.IsEmpty && rest[0] != _separator)
                    faults++;
                isOpen = false;
            }

            int end = rest.IndexOf(_separator);
            if (end < 0)
                return new CsvLineState(false, separators, faults);
            rest = rest[(end + 1)..];
        }
    }

    private static bool TryLeaveQuotes(ref ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            int quote = rest.IndexOf((byte)'"');
            if (quote < 0)
                return false;
            bool isDoubled = quote + 1 < rest.Length && rest[quote + 1] == (byte)'"';
            rest = rest[(quote + (isDoubled ? 2 : 1))..];
            if (!isDoubled)
                return true;
        }
    }
}
