using System.Globalization;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>
/// Reads a table row by row, so that its size costs no memory. What is wrong with a row stands at the row; what ends the reading early, in
/// <see cref="Problem"/>. Nothing that a file holds makes it throw.
/// </summary>
/// <example><code>using FileStream file = File.OpenRead("hosts.csv");
/// var reader = new TableReader(file, TableSniffer.Sniff(file), new TableLimits());
/// foreach (TableRow row in reader.Rows())
///     Console.WriteLine(row.Cells[0]);
/// Console.WriteLine(reader.Problem ?? "read to the end");</code></example>
public sealed class TableReader
{
    private readonly Stream _stream;
    private readonly TableSettings _settings;
    private readonly TableLimits _limits;

    /// <summary>Makes a reader.</summary>
    /// <param name="stream">The file; it must be seekable, and stays open.</param>
    /// <param name="settings">How it is written.</param>
    /// <param name="limits">What is read at most.</param>
    public TableReader(Stream stream, TableSettings settings, TableLimits limits)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(limits);
        _stream = stream;
        _settings = settings;
        _limits = limits;
    }

    /// <summary>The names of the columns, each once; known from the first row on.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Why the reading ended before the table does, as a sentence; <see langword="null"/> where it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads the rows from the beginning.</summary>
    public IEnumerable<TableRow> Rows()
    {
        Problem = null;
        Columns = [];
        _stream.Position = 0;
        Stream input = _settings is { IsCompressed: true, Format: not TableFormat.Xlsx } ? new UnpackedStream(_stream, _limits) : _stream;
        try
        {
            using IEnumerator<TableRow> rows = Named(Source(input)).GetEnumerator();
            while (Advance(rows))
            {
                if (rows.Current.Number > _limits.Rows)
                {
                    Problem = string.Create(CultureInfo.InvariantCulture, $"The table has more than {_limits.Rows} rows.");
                    yield break;
                }

                yield return rows.Current;
            }
        }
        finally
        {
            if (input != _stream)
                input.Dispose();
        }
    }

    private IEnumerable<TableRow> Source(Stream input) => _settings.Format switch
    {
        TableFormat.JsonLines => JsonTable.Read(input, _settings, _limits, columns => Columns = columns),
        TableFormat.AddressList => AddressTable.Read(input, _settings, _limits),
        TableFormat.Xlsx => XlsxTable.Read(input, _limits),
        _ => CsvTable.Read(input, _settings, _limits),
    };

    private bool Advance(IEnumerator<TableRow> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            Problem = exception is TableFaultException ? exception.Message : "The file cannot be read.";
            return false;
        }
    }

    // Takes the header off, and holds each row to its width.
    private IEnumerable<TableRow> Named(IEnumerable<TableRow> rows)
    {
        if (_settings.Format == TableFormat.AddressList)
            Columns = ["address"];
        if (_settings.Format is TableFormat.AddressList or TableFormat.JsonLines)
        {
            foreach (TableRow row in rows)
                yield return row;
            yield break;
        }

        long before = 0;
        foreach (TableRow row in rows.Skip(Math.Max(0, _settings.SkippedRows)))
        {
            if (Columns.Count == 0)
            {
                if (row.Cells.Count > _limits.Columns)
                    throw new TableFaultException(string.Create(CultureInfo.InvariantCulture, $"The table has more than {_limits.Columns} columns."));
                Columns = ColumnNames.Of(row.Cells, _settings.HasHeader);
                before = row.Number - (_settings.HasHeader ? 0 : 1);
                if (_settings.HasHeader)
                    continue;
            }

            TableRow numbered = row with { Number = row.Number - before };
            yield return row.Fault is null && row.Cells.Count > Columns.Count && row.Cells.Skip(Columns.Count).Any(static cell => cell.Length > 0)
                ? numbered with { Fault = string.Create(CultureInfo.InvariantCulture, $"There are {row.Cells.Count} cells, and {Columns.Count} columns.") }
                : numbered;
        }
    }
}
