using System.Text;
using CsvHelper;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
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

    /// <summary>Makes the report's bytes a table: the hook for feeds that put other lines around it.</summary>
    /// <param name="text">The report's text, UTF-8, without NUL characters and outer white space.</param>
    /// <param name="report">The report.</param>
    /// <returns>The table; and what stands in front of each line in <c>raw</c>, besides the header.</returns>
    protected virtual (ReadOnlyMemory<byte> Table, byte[] RawPrefix) Prepare(ReadOnlyMemory<byte> text, Report report) => (text, []);

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReadOnlyMemory<byte> text = FeedText.DecodeTable(report.Raw);
        (ReadOnlyMemory<byte> table, byte[] prefix) = Prepare(text[FeedText.ByteOrderMarkLength(text.Span)..], report);
        CsvFormat format = Format;
        using CsvReader reader = CsvReader.Create(table, new CsvReaderOptions
        {
            Separator = format.Separator,
            HasHeader = false,
            CommentPrefix = format.CommentPrefix,
            DetectSeparatorHint = false,
        });
        if (format.HasHeader)
        {
            if (!reader.Read())
                yield break;
            prefix = [.. prefix, .. ReadHeader(reader, table, format)];
        }

        RowMachine machine = Machine(report, _columns);
        machine.Begin(report, prefix);
        var lines = new LineCounter(table);
        while (reader.Read())
        {
            if (ReadRow(reader, machine, ref lines, out ParsedItem item))
                yield return item;
        }
    }

    private static bool ReadRow(CsvReader reader, RowMachine machine, ref LineCounter lines, out ParsedItem item)
    {
        ReadOnlySpan<byte> line = reader.RawRecord;
        RowError? error = machine.CheckLength(line);
        if (error is null && machine.Plan.Errors is [var missing, ..])
            error = missing;
        if (error is null)
        {
            int count = Math.Min(reader.FieldCount, machine.Plan.ColumnCount);
            machine.ClearCells();
            machine.ReserveCells(count);
            for (int i = 0; i < count; i++)
                machine.SetCell(i, FieldValueKind.Text, line, reader.GetSpan(i), plain: false);
            if (machine.TryRun(line, line.Length, out item, out error))
                return true;
            if (error is null)
                return false;
        }

        item = machine.Fail(line, lines.At(reader.ByteOffset), reader.ByteOffset, error);
        return true;
    }

    private byte[] ReadHeader(CsvReader reader, ReadOnlyMemory<byte> table, CsvFormat format)
    {
        ReadOnlySpan<byte> header = reader.RawRecord;
        if (header.Length > MessageScope.MaxPrefix)
            throw new InvalidReportException($"The header has {header.Length} bytes, more than the {MessageScope.MaxPrefix} that a table may have.");
        var names = new string[reader.FieldCount];
        for (int i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(reader.GetSpan(i));
        if (!names.AsSpan().SequenceEqual([.. _columns.Names]))
            _columns = new ColumnIndex(names);
        int end = (int)reader.ByteOffset + header.Length;
        bool carriageReturn = end < table.Length && table.Span[end] == (byte)'\r';
        string lineEnd = carriageReturn ? end + 1 < table.Length && table.Span[end + 1] == (byte)'\n' ? "\r\n" : "\r" : "\n";
        string quoted = string.Join(format.Separator, names.Select(static name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
        return Encoding.UTF8.GetBytes((format.QuotesHeaderInRaw ? quoted : Encoding.UTF8.GetString(header)) + lineEnd);
    }
}
