namespace IntelMQ.Bots.Feeds;

/// <summary>A feed has changed.</summary>
/// <param name="Feed">The feed: its <c>feed.name</c>.</param>
/// <param name="ReportType">The kind of report, where the feed has several; otherwise empty.</param>
/// <param name="Kind">In what it has changed.</param>
/// <param name="Details">What exactly: names of columns, numbers of rows. They come from the feed.</param>
/// <param name="Time">When it was noticed.</param>
public sealed record FeedChange(string Feed, string ReportType, FeedChangeKind Kind, IReadOnlyList<string> Details, DateTimeOffset Time)
{
    /// <summary>What has changed, as a sentence.</summary>
    public override string ToString()
    {
        string feed = ReportType.Length == 0 ? $"The feed {Feed}" : $"The feed {Feed} ({ReportType})";
        string details = string.Join(", ", Details);
        return Kind switch
        {
            FeedChangeKind.UnknownColumns => $"{feed} has columns that its description does not name: {details}.",
            FeedChangeKind.NewColumns => $"{feed} has columns that it did not have: {details}.",
            FeedChangeKind.MissingColumns => $"{feed} no longer has the columns {details}.",
            FeedChangeKind.UnknownReportType => $"{feed} is of a kind that nobody knows: {details}.",
            FeedChangeKind.FewRows => $"{feed} has unusually few rows: {details}.",
            _ => $"{feed} is described otherwise: {details}.",
        };
    }
}
