using CsvHelper;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// Reads the rows of one table. The table is read in stretches that hold no line longer than allowed, so that no line costs
/// more than its length; from the first damaged row on, stretches also end before lines whose quotes do not.
/// </summary>
internal sealed class CsvRowReader : IDisposable
{
    private static readonly RowError Unclosed = new(null, null, "opens a quote that is not closed in its row");

    private readonly ReadOnlyMemory<byte> _table;
    private readonly CsvFormat _format;
    private readonly CsvRowEnds _ends;
    private readonly int _maxLine;
    private CsvReader? _reader;
    private int _start;
    private int _end;
    private bool _isDamaged;
    private bool _isChecked;

    /// <summary>Begins a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="options">How long rows may be.</param>
    public CsvRowReader(ReadOnlyMemory<byte> table, CsvFormat format, ParserOptions options)
    {
        _table = table;
        _format = format;
        _maxLine = options.MaxLineSize;
        _ends = new CsvRowEnds(table, format, options.MaxRowLines, options.MaxLineSize);
    }

    /// <summary>How many cells each row must have; 0 for any number.</summary>
    public int CellCount
    {
        get => _ends.CellCount;
        set => _ends.CellCount = value;
    }

    /// <summary>The row, as it stands in the table, without its line end.</summary>
    public ReadOnlySpan<byte> Line => _table.Span[Offset..LineEndOffset];

    /// <summary>The row's cells.</summary>
    public CsvReader Cells => _reader!;

    /// <summary>Where the row begins, in bytes.</summary>
    public int Offset { get; private set; }

    /// <summary>Where the row's line end begins.</summary>
    public int LineEndOffset { get; private set; }

    /// <summary>Whether the row holds nothing but quotes that JSON escapes.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>Why the row is a failure that has no cells; null where it has.</summary>
    public RowError? Error { get; private set; }

    /// <summary>Goes on to the next row.</summary>
    public bool MoveNext()
    {
        Error = null;
        while (_reader is not null || _end < _table.Length)
        {
            if (_reader is null && !Open())
            {
                if (Error is not null)
                    return true;
                continue;
            }

            if (!_reader!.Read())
            {
                Close(_end);
                continue;
            }

            Offset = _start + (int)_reader.ByteOffset;
            LineEndOffset = Offset + _reader.RawRecord.Length;
            IsPlain = !Line.ContainsAny(MessageJson.EscapedButQuote);
            if (_isChecked || !IsDoubtful() || CheckRow() || Error is not null)
                return true;
        }

        return false;
    }

    /// <summary>Reads a row that is a failure as far as it goes.</summary>
    public CsvReader ReadAlone()
    {
        CsvReader reader = ReaderOf(Beginning(Offset), LineEndOffset);
        reader.Read();
        return reader;
    }

    public void Dispose() => _reader?.Dispose();

    // Only rows on several lines, and those that a stretch ends with, can have quotes that do not end.
    private bool IsDoubtful()
        => LineEndOffset + 2 >= _end || (!IsPlain && Line.IndexOfAny((byte)'\r', (byte)'\n') >= 0);

    // Whether the row that the reader stands on is whole. Where it goes on behind the stretch, it is read again in one of its own.
    private bool CheckRow()
    {
        if (!_ends.TryFind(Offset, out int end))
        {
            FailLine(Offset, end);
            return false;
        }

        if (end <= _end)
            return true;
        Close(Offset);
        Read(Offset, end, isChecked: true);
        return false;
    }

    // Begins the next stretch; false where the line there is a failure, or is passed over.
    private bool Open()
    {
        int start = _end;
        if (_isDamaged)
        {
            int at = start;
            int end = start;
            while (at < _table.Length && at - start < _maxLine && _ends.TryFind(at, out end))
                at = end;
            if (at == start)
                FailLine(start, end);
            else
                Read(start, at, isChecked: true);
            return at > start;
        }

        ReadOnlySpan<byte> rest = _table.Span[start..];
        if (rest.Length <= _maxLine)
        {
            Read(start, _table.Length, isChecked: false);
            return true;
        }

        int last = rest[..(_maxLine + 1)].LastIndexOfAny((byte)'\r', (byte)'\n');
        if (last < 0)
        {
            int length = rest.IndexOfAny((byte)'\r', (byte)'\n');
            int behind = length < 0 ? _table.Length : start + length;
            FailLine(start, behind + CsvRows.LineEnd(_table.Span, behind).Length, damages: false);
            return false;
        }

        int next = start + last;
        Read(start, next + CsvRows.LineEnd(_table.Span, next).Length, isChecked: false);
        return true;
    }

    private void Read(int start, int end, bool isChecked)
    {
        _end = end;
        _isChecked = isChecked;
        _start = Beginning(start);
        _reader = ReaderOf(_start, end);
    }

    // The reader drops a byte order mark that its input begins with; behind the line end before it, the mark is text.
    private int Beginning(int start) => start > 0 && FeedText.ByteOrderMarkLength(_table.Span[start..]) > 0 ? start - 1 : start;

    private CsvReader ReaderOf(int start, int end)
        => CsvReader.Create(_table[start..end], new CsvReaderOptions
        {
            Separator = _format.Separator,
            HasHeader = false,
            CommentPrefix = _format.CommentPrefix,
            DetectSeparatorHint = false,
        });

    private void Close(int next)
    {
        _reader?.Dispose();
        _reader = null;
        _end = next;
    }

    private void FailLine(int start, int end, bool damages = true)
    {
        Close(end);
        _isDamaged |= damages;
        ReadOnlySpan<byte> line = _table.Span[start..end];
        line = line.TrimEnd("\r\n"u8);
        if (_format.CommentPrefix is { } prefix && line is [var first, ..] && first == (byte)prefix)
            return;
        Offset = start;
        LineEndOffset = start + line.Length;
        Error = line.Length > _maxLine ? RowMachine.TooLong(line.Length, _maxLine) : Unclosed;
    }
}
