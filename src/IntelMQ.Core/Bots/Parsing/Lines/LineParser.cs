using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>
/// A parser for text lines. A class that derives from it is a format and a map whose columns are positions. Lines end at any Unicode line
/// end and are trimmed; empty ones are passed over; as IntelMQ does by default.
/// </summary>
public abstract class LineParser : MappedParser
{
    // More cells than any feed has; what follows is counted, but not kept.
    private const int MaxCells = 1024;

    private LineFormat? _format;
    private int _rows;
    private int _shortRows;
    private byte[] _separator = [];
    private byte[][] _commentPrefixes = [];

    /// <summary>Creates the parser.</summary>
    protected LineParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected LineParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>How the lines are written.</summary>
    protected virtual LineFormat Format => LineFormat.Whole;

    /// <summary>Makes the report's bytes lines: the hook for feeds that put something around them; called first for each report.</summary>
    /// <param name="text">The report's text, UTF-8, without byte order mark.</param>
    /// <param name="report">The report.</param>
    protected virtual ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> text, Report report) => text;

    /// <summary>Reads a header line: the hook for feeds that say something there.</summary>
    /// <param name="index">Which of them, counted from 0.</param>
    /// <param name="line">The line.</param>
    protected virtual void ReadHeader(int index, ReadOnlySpan<byte> line)
    {
    }

    /// <summary>Reads a comment: the hook for feeds that say something there.</summary>
    /// <param name="line">The line, with what marks it as a comment.</param>
    /// <returns>Keep, as by default; skip, where the comment is not to stand in <c>raw</c>; or why the line is a failure.</returns>
    protected virtual RowOutcome ReadComment(ReadOnlySpan<byte> line) => RowOutcome.Keep;

    /// <summary>The columns' names, where the cells have names.</summary>
    private protected virtual ColumnIndex ColumnsFor(FieldMap map) => ColumnIndex.None;

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.Decode(report.Raw);
        LineFormat format = UseFormat();
        text = Prepare(text[FeedText.ByteOrderMarkLength(text.Span)..], report);
        FieldMap map = MapFor(report);
        RowMachine machine = Machine(report, map, ColumnsFor(map));
        machine.Begin(report, []);
        var preamble = new LinePreamble(format);
        bool hasHeader = false;
        _rows = _shortRows = 0;
        var lines = LineSplitter.AnyLineEnd(text);
        while (lines.MoveNext())
        {
            if (lines.Number <= format.HeaderLines)
            {
                preamble.AddHeader(lines.Line, lines.EndsWithCarriageReturn);
                ReadHeader(lines.Number - 1, lines.Line);
                hasHeader |= !Utf8Text.Trim(lines.Line).IsEmpty;
            }
            else
            {
                ReadLine(lines, machine, preamble);
                while (machine.TryNext(out ParsedItem item))
                    yield return item;
            }
        }

        CheckIsReport(lines.Number, hasHeader);
    }

    // An error message or a page in a report's place is no empty report.
    private void CheckIsReport(int lines, bool hasHeader)
    {
        if (hasHeader && lines < _format!.HeaderLines)
            throw new InvalidReportException($"The report has {lines} {(lines == 1 ? "line" : "lines")}, but {_format.HeaderLines} stand in front of the rows: it is cut off, or none of this feed.");
        if (_rows == 0 && _shortRows > 0)
            throw new InvalidReportException($"No line of the report has the {_format!.MinimumCells} cells that rows of this feed have.");
    }

    /// <summary>Takes a line apart.</summary>
    /// <param name="machine">Takes the cells.</param>
    /// <param name="line">The line.</param>
    /// <returns>Skip, where the line is no row.</returns>
    private protected virtual RowOutcome FillCells(RowMachine machine, ReadOnlySpan<byte> line)
    {
        int count = 0;
        if (_format!.SplitsAtWhiteSpace)
            count = FillWords(machine, line);
        else if (_separator.Length == 0)
            AddCell(machine, ref count, line, line);
        else
            count = FillSeparated(machine, line);
        if (count < _format.MinimumCells && _format.SkipsShortRows)
            return RowOutcome.Skip;
        if (count < _format.MinimumCells)
            return RowOutcome.Fail(null, $"has {count} cells, fewer than the {_format.MinimumCells} that it must have");
        if (count > _format.MaximumCells)
            return RowOutcome.Fail(null, $"has {count} cells, more than the {_format.MaximumCells} that it may have");
        return RowOutcome.Keep;
    }

    private int FillSeparated(RowMachine machine, ReadOnlySpan<byte> line)
    {
        int count = 0;
        ReadOnlySpan<byte> rest = line;
        while (true)
        {
            int end = rest.IndexOf(_separator);
            AddCell(machine, ref count, line, end < 0 ? rest : rest[..end]);
            if (end < 0)
                return count;
            rest = rest[(end + _separator.Length)..];
        }
    }

    private int FillWords(RowMachine machine, ReadOnlySpan<byte> line)
    {
        int count = 0;
        int start = -1;
        for (int i = 0; i < line.Length;)
        {
            Rune.DecodeFromUtf8(line[i..], out Rune rune, out int length);
            if (Utf8Text.IsWhiteSpace(rune))
            {
                if (start >= 0)
                    AddCell(machine, ref count, line, line[start..i]);
                start = -1;
            }
            else if (start < 0)
            {
                start = i;
            }

            i += length;
        }

        if (start >= 0)
            AddCell(machine, ref count, line, line[start..]);
        return count;
    }

    private void AddCell(RowMachine machine, ref int count, ReadOnlySpan<byte> line, ReadOnlySpan<byte> cell)
    {
        if (count < MaxCells)
        {
            machine.Cells.Reserve(count + 1);
            machine.Cells.Set(count, FieldValueKind.Text, line, _format!.TrimsCells ? Utf8Text.Trim(cell) : cell, plain: false);
        }

        count++;
    }

    private void ReadLine(LineSplitter at, RowMachine machine, LinePreamble preamble)
    {
        ReadOnlySpan<byte> line = at.Line;
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(line);
        if (_format!.TrimsLines)
            line = trimmed;
        if (trimmed.IsEmpty)
            return;
        RowOutcome outcome = machine.CheckLength(line) is { } tooLong ? RowOutcome.Fail(tooLong) : RowOutcome.Keep;
        if (IsComment(line))
        {
            outcome = outcome.IsKept ? ReadComment(line) : RowOutcome.Skip;
            if (outcome.IsKept)
                preamble.AddComment(line);
            if (outcome.Error is null)
                return;
        }

        preamble.Apply(machine);
        if (outcome.IsKept)
        {
            machine.Cells.Clear();
            outcome = FillCells(machine, line);
            if (outcome.IsSkip)
            {
                _shortRows++;
                return;
            }

            if (outcome.IsKept)
                outcome = machine.Run(line, line.Length);
        }

        _rows++;
        machine.Take(outcome, line, at.Number, at.Start);
    }

    private bool IsComment(ReadOnlySpan<byte> line)
    {
        foreach (byte[] prefix in _commentPrefixes)
        {
            if (line.StartsWith(prefix))
                return true;
        }

        return false;
    }

    private LineFormat UseFormat()
    {
        LineFormat format = Format;
        if (!ReferenceEquals(format, _format))
        {
            _separator = Encoding.UTF8.GetBytes(format.Separator ?? "");
            _commentPrefixes = [.. format.CommentPrefixes.Select(Encoding.UTF8.GetBytes)];
            _format = format;
        }

        return format;
    }
}
