namespace IntelMQ.Bots;

/// <summary>How a table is written. Python's rules: double quotes around cells, doubled within; blank rows are passed over.</summary>
public sealed record CsvFormat
{
    /// <summary>Commas, with a header.</summary>
    public static CsvFormat WithHeader { get; } = new() { HasHeader = true };

    /// <summary>Commas, without a header: columns are counted.</summary>
    public static CsvFormat WithoutHeader { get; } = new();

    /// <summary>What stands between cells; an ASCII character.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first row names the columns.</summary>
    public bool HasHeader { get; init; }

    /// <summary>
    /// How many cells each row of a table without a header must have; 0 for any number. Rows of a table with a header must have as many as the
    /// header, unless the map says that they are ragged.
    /// </summary>
    public int CellCount { get; init; }

    /// <summary>Lines that begin with this ASCII character are passed over; <see langword="null"/> for none.</summary>
    public char? CommentPrefix { get; init; }

    /// <summary>Whether the header stands with every name in quotes in <c>raw</c>.</summary>
    public bool QuotesHeaderInRaw { get; init; }

    /// <summary>Whether a line feed ends the header in <c>raw</c>, whatever does in the table.</summary>
    public bool EndsHeaderWithLineFeed { get; init; }

    /// <summary>Whether white space around the whole table is dropped before it is read.</summary>
    public bool TrimsText { get; init; } = true;

    /// <summary>What of a row's end stands in <c>raw</c>.</summary>
    public RawRowEnd RawEnd { get; init; }
}

/// <summary>What of a row's end stands in <c>raw</c>.</summary>
public enum RawRowEnd
{
    /// <summary>The row as it is, without its line end.</summary>
    WithoutLineEnd,

    /// <summary>The row without white space behind it.</summary>
    Trimmed,

    /// <summary>The row with its line end.</summary>
    WithLineEnd,
}
