using System.Text;
using CsvHelper;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>A parser for tables with separators. A class that derives from it is a map; the rows come from CsvHelper.</summary>
public abstract class CsvParser : MappedParser
{
    private ColumnIndex _columns = ColumnIndex.None;

    /// <summary>Creates the parser.</summary>
    protected CsvParser(ParserOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the parser.</summary>
    protected CsvParser(ParserOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <summary>How the table is written.</summary>
    protected virtual CsvFormat Format => CsvFormat.WithHeader;

    /// <summary>Whether the log names the columns that the map speaks of and a report lacks, once per report.</summary>
    protected virtual bool WarnsOfAbsentColumns => false;

    /// <summary>Makes the report's bytes a table: the hook for feeds that put other lines around it.</summary>
    /// <param name="text">The report's text, UTF-8, without NUL characters and (see <see cref="CsvFormat.TrimsText"/>) outer white space.</param>
    /// <param name="report">The report.</param>
    /// <returns>The table; and what stands in front of each line in <c>raw</c>, besides the header.</returns>
    protected virtual (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report) => (text, []);

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        CsvFormat format = Format;
        ReadOnlyMemory<byte> text = format.TrimsText ? FeedText.DecodeTable(report.Raw) : FeedText.DecodeWithoutNul(report.Raw);
        (ReadOnlyMemory<byte> table, byte[] prefix) = Prepare(text[FeedText.ByteOrderMarkLength(text.Span)..], report);
        using var reader = new CsvRowReader(table, format, BaseOptions) { CellCount = format.HasHeader ? 0 : format.CellCount };
        byte[] replayPrefix = prefix;
        if (format.HasHeader)
        {
            if (!reader.MoveNext())
                yield break;
            byte[] header = ReadHeader(reader, table, format);
            replayPrefix = [.. prefix, .. CsvRows.BeginsWithDropped(header) ? [.. CsvRows.Quote(reader.Cells, format.Separator), (byte)'\n'] : header];
            prefix = [.. prefix, .. header];
        }

        CsvRows.CheckPrefix(prefix.Length);
        RowMachine machine = Machine(report, _columns);
        if (format.HasHeader && !machine.Plan.IsRagged)
            reader.CellCount = _columns.Names.Count;
        machine.Begin(report, prefix);
        machine.SetReplayPrefix(replayPrefix);
        if (format.HasHeader && Services.FeedWatch is not null)
            NoteColumns(_columns.Names, machine.Plan.UnnamedColumns);
        if (WarnsOfAbsentColumns && machine.Plan.AbsentColumns is { Count: > 0 } absent)
            CsvLog.ColumnsAreAbsent(Log, string.Join(", ", absent));
        var rows = new CsvRows(reader, machine, format, table);
        bool hasRows = false;
        while (reader.MoveNext())
        {
            hasRows = true;
            rows.ReadRow();
            while (machine.TryNext(out ParsedItem item))
                yield return item;
        }

        if (!hasRows && machine.Plan.Errors is [var error, ..])
            throw new InvalidReportException($"The report has one line alone, which is no header of this feed: {error}.");
    }

    /// <summary>
    /// Reads a report whose rows are objects of a JSON array, the columns' names the names of their members; for feeds that come in both
    /// forms. Values are read as the cells that a table would have: null is an empty one. An element's <c>raw</c> is its text.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <exception cref="InvalidReportException">The report is not JSON.</exception>
    protected IEnumerable<ParsedItem> ReadObjects(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.Decode(report.Raw);
        text = text[FeedText.ByteOrderMarkLength(text.Span)..];
        JsonParser.Check(text.Span);
        var rows = new JsonRows(JsonUnicode.Repair(text), columns => Noted(Machine(report, columns)), report);
        while (rows.MoveNext())
        {
            while (rows.TryNext(out ParsedItem item))
                yield return item;
        }
    }

    // Objects need not all have the same members.
    private RowMachine Noted(RowMachine machine)
    {
        if (Services.FeedWatch is not null)
            NoteMoreColumns(machine.Plan.Columns.Names, machine.Plan.UnnamedColumns);
        return machine;
    }

    private byte[] ReadHeader(CsvRowReader row, ReadOnlyMemory<byte> table, CsvFormat format)
    {
        ReadOnlySpan<byte> header = row.Line;
        CsvRows.CheckPrefix(header.Length);
        if (row.Error is { } error)
            throw new InvalidReportException($"The header cannot be read: {error}.");
        CsvReader reader = row.Cells;
        var names = new string[reader.FieldCount];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(reader.GetSpan(i));
        if (!_columns.Names.SequenceEqual(names, StringComparer.Ordinal))
            _columns = new ColumnIndex(names);
        ReadOnlySpan<byte> lineEnd = CsvRows.LineEnd(table.Span, row.LineEndOffset);
        if (lineEnd.IsEmpty || format.EndsHeaderWithLineFeed)
            lineEnd = "\n"u8;
        return format.QuotesHeaderInRaw ? [.. CsvRows.Quote(reader, format.Separator), .. lineEnd] : [.. header, .. lineEnd];
    }
}
