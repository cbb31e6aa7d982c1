namespace IntelMQ.Bots;

/// <summary>What a parser saw of one report.</summary>
public sealed record FeedReading
{
    /// <summary>The parser's module.</summary>
    public required string Parser { get; init; }

    /// <summary>The report's <c>feed.name</c>; empty where it has none.</summary>
    public required string Feed { get; init; }

    /// <summary>What kind of report it is, where a feed has several, such as <c>scan_http</c>; otherwise empty.</summary>
    public string ReportType { get; init; } = "";

    /// <summary>Whether the parser knows that kind; where it does not, nothing was read.</summary>
    public bool IsReportTypeKnown { get; init; } = true;

    /// <summary>The table's columns, in their order; empty where the report is no table with a header.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Those of them that the feed's description does not name, so that they go below <c>extra.</c> as they are.</summary>
    public IReadOnlyList<string> UnknownColumns { get; init; } = [];

    /// <summary>How many events and failures the report gave.</summary>
    public long Rows { get; init; }

    /// <summary>How many of them are failures.</summary>
    public long Failed { get; init; }
}
