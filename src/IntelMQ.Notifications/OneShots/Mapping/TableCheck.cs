using System.Globalization;
using CsvHelper;
using IntelMQ.Notifications.OneShots.Tables;
using IntelMQ.Schemas;

namespace IntelMQ.Notifications.OneShots.Mapping;

/// <summary>What a check of all rows found. The first errors are kept; all of them can be written as a table.</summary>
public sealed class TableCheck
{
    /// <summary>How many errors are kept to be shown: 1,000.</summary>
    public const int MaxErrors = 1000;

    private readonly List<CellError> _errors = [];

    /// <summary>The rows that were read.</summary>
    public long Rows { get; private set; }

    /// <summary>Those of them that became events.</summary>
    public long Valid { get; private set; }

    /// <summary>Those of them that are wrong.</summary>
    public long Failed => Rows - Valid;

    /// <summary>What is wrong, at most <see cref="MaxErrors"/>.</summary>
    public IReadOnlyList<CellError> Errors => _errors;

    /// <summary>How many errors there are.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>Why the reading ended before the table does; <see langword="null"/> where it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads the rows, and counts them as they are taken.</summary>
    /// <param name="stream">The file, seekable; it stays open.</param>
    /// <param name="settings">How it is written.</param>
    /// <param name="mapping">How rows become events.</param>
    /// <param name="limits">What is read at most.</param>
    /// <param name="schema">The fields that there are.</param>
    /// <returns>Each row's outcome, in their order.</returns>
    public IEnumerable<MappedRow> Read(Stream stream, TableSettings settings, TableMapping mapping, TableLimits limits, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var reader = new TableReader(stream, settings, limits);
        RowMapper? mapper = null;
        foreach (TableRow row in reader.Rows())
        {
            mapper ??= new RowMapper(reader.Columns, mapping, schema);
            MappedRow mapped = mapper.Map(row);
            Take(mapped);
            yield return mapped;
        }

        Problem = reader.Problem;
    }

    /// <summary>Reads all rows, and writes all that is wrong as a CSV that spreadsheets calculate nothing of.</summary>
    /// <param name="stream">The file, seekable; it stays open.</param>
    /// <param name="settings">How it is written.</param>
    /// <param name="mapping">How rows become events.</param>
    /// <param name="limits">What is read at most.</param>
    /// <param name="schema">The fields that there are.</param>
    /// <param name="errors">Where to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void WriteErrors(Stream stream, TableSettings settings, TableMapping mapping, TableLimits limits, Schema schema, TextWriter errors, CancellationToken cancellationToken)
    {
        using CsvWriter table = CsvWriter.Create(errors, new CsvWriterOptions { HasHeader = false, Injection = CsvInjection.Escape }, leaveOpen: true);
        table.WriteRecord(["row", "line", "column", "field", "value", "reason"]);
        foreach (MappedRow row in Read(stream, settings, mapping, limits, schema))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (CellError error in row.Errors)
                table.WriteRecord([error.Row.ToString(CultureInfo.InvariantCulture), error.Line.ToString(CultureInfo.InvariantCulture), error.Column ?? "", error.Field ?? "", error.Value, error.Reason]);
        }
    }

    private void Take(MappedRow row)
    {
        Rows++;
        if (row.Event is not null)
            Valid++;
        ErrorCount += row.Errors.Count;
        foreach (CellError error in row.Errors)
        {
            if (_errors.Count < MaxErrors)
                _errors.Add(error);
        }
    }
}
