using System.Text;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Feeds;

/// <summary>Adds feeds to pipelines.</summary>
public static class FeedPipelineExtensions
{
    /// <summary>
    /// Adds a feed: its collector and its parser with the feed's parameters, connected, under ids made of provider and name
    /// (<c>abuse-ch-urlhaus-recent-collector</c>, <c>abuse-ch-urlhaus-recent-parser</c>). Where the feed has a <c>rate_limit</c>, it is collected
    /// again after that time, until the pipeline is stopped.
    /// </summary>
    /// <param name="pipeline">The pipeline that is put together.</param>
    /// <param name="feed">The feed, with everything filled in.</param>
    /// <returns>The parser, to go on from.</returns>
    /// <exception cref="ArgumentException">
    /// The catalogue lacks one of the bots, and the message says which package has it; or something is still to be filled in (<see cref="Feed.Fill"/>).
    /// </exception>
    public static PipelineNode Collect(this PipelineBuilder pipeline, Feed feed)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(feed);
        if (feed.Placeholders.Count > 0)
            throw new ArgumentException($"The feed {feed} needs something to be filled in: {string.Join(", ", feed.Placeholders.Select(static name => $"Fill(\"{name}\", ...)"))}.", nameof(feed));
        string id = IdOf(feed);
        PipelineNode collector = pipeline.Add(feed.Collector.Find(), feed.CollectorParameters(), new BotSetup { Id = $"{id}-collector" });
        return collector.ConnectTo(pipeline.Add(feed.Parser.Find(), feed.Parser.Parameters, new BotSetup { Id = $"{id}-parser" }));
    }

    private static string IdOf(Feed feed)
    {
        var id = new StringBuilder();
        foreach (char c in feed.ToString())
        {
            if (char.IsAsciiLetterOrDigit(c))
                id.Append(char.ToLowerInvariant(c));
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        return id.ToString().TrimEnd('-');
    }
}
