using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Parsers;

/// <summary>What parsers learn from <c>feed.url</c>, where it says which of several lists a report is.</summary>
internal static class FeedUrl
{
    /// <summary>The last part of the URL's path; empty where the report has no URL, or the path ends with a slash.</summary>
    public static string FileName(Report report)
    {
        ReadOnlySpan<char> url = report[Fields.Feed.Url];
        int end = url.IndexOfAny('?', '#');
        ReadOnlySpan<char> path = end < 0 ? url : url[..end];
        return path[(path.LastIndexOf('/') + 1)..].ToString();
    }
}
