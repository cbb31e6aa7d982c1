namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>How a table is read: found by <see cref="TableSniffer"/>, shown, and correctable.</summary>
/// <param name="Format">How it is written.</param>
public sealed record TableSettings(TableFormat Format)
{
    /// <summary>Whether the file is compressed with gzip.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>What stands between the cells of a CSV; one ASCII character.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The encoding's name, such as <c>utf-8</c> or <c>windows-1252</c>.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Whether the first row names the columns of a CSV or a sheet; otherwise they are <c>column 1</c>, <c>column 2</c>.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Rows before the header, or before the first row, that are passed over.</summary>
    public int SkippedRows { get; init; }
}
