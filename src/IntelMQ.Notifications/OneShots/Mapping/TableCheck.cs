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

    /// <summary>Reads all rows.</summary>
    /// <param name="stream">The file, seekable; it stays open.</param>
    /// <param name="settings">How it is written.</param>
    /// <param name="mapping">How rows become events.</param>
    /// <param name="limits">What is read at most.</param>
    /// <param name="schema">The fields that there are.</param>
    /// <param name="use">Gets each row's outcome, in their order; <see langword="null"/> to count alone.</param>
    /// <param name="errors">Where all errors are written as a CSV; <see langword="null"/> for nowhere.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static TableCheck Run(Stream stream, TableSettings settings, TableMapping mapping, TableLimits limits, Schema schema, Action<MappedRow>? use, TextWriter? errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var check = new TableCheck();
        var reader = new TableReader(stream, settings, limits);
        RowMapper? mapper = null;
        using CsvWriter? table = errors is null ? null : CsvWriter.Create(errors, new CsvWriterOptions { HasHeader = false, Injection = CsvInjection.Escape }, leaveOpen: true);
        table?.WriteRecord(["row", "line", "column", "field", "value", "reason"]);
        foreach (TableRow row in reader.Rows())
        {
            cancellationToken.ThrowIfCancellationRequested();
            mapper ??= new RowMapper(reader.Columns, mapping, schema);
            MappedRow mapped = mapper.Map(row);
            check.Take(mapped);
            use?.Invoke(mapped);
            foreach (CellError error in mapped.Errors)
                table?.WriteRecord([error.Row.ToString(CultureInfo.InvariantCulture), error.Line.ToString(CultureInfo.InvariantCulture), error.Column ?? "", error.Field ?? "", error.Value, error.Reason]);
        }

        check.Problem = reader.Problem;
        return check;
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
