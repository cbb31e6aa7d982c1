namespace IntelMQ.Bots.Feeds;

/// <summary>In what a feed has changed.</summary>
public enum FeedChangeKind
{
    /// <summary>Columns that the feed's description does not name.</summary>
    UnknownColumns,

    /// <summary>Columns that earlier reports did not have.</summary>
    NewColumns,

    /// <summary>Columns that earlier reports had.</summary>
    MissingColumns,

    /// <summary>A kind of report that the parser does not know.</summary>
    UnknownReportType,

    /// <summary>Far fewer rows than in earlier reports.</summary>
    FewRows,

    /// <summary>The provider's own description of its reports.</summary>
    Schema,
}
