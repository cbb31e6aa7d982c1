using System.CommandLine;
using IntelMQ.Bots.Feeds;

namespace IntelMQ.Tool.Commands.Feeds;

/// <summary>What the user must fill in before a feed can be collected.</summary>
internal static class FeedFilling
{
    public static Option<string[]> Option() => new("--fill") { Description = "What the feed leaves open: 'WHAT=VALUE', such as 'your API key=${env:FEED_KEY}'; give secrets as ${env:NAME} or ${file:PATH}. May be given several times." };

    /// <summary>Fills in what is given.</summary>
    /// <exception cref="ArgumentException">The feed leaves no such thing open, or something stays open.</exception>
    public static Feed Fill(Feed feed, IEnumerable<string> given)
    {
        foreach (string one in given)
        {
            int end = one.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0 || !feed.Placeholders.Contains(one[..end]))
                throw new ArgumentException($"'{one}' is nothing that {feed} leaves open. It leaves open: {Open(feed)}.");
            feed = feed.Fill(one[..end], one[(end + 1)..]);
        }

        return feed.Placeholders.Count == 0 ? feed : throw new ArgumentException($"{feed} leaves open: {Open(feed)}. Fill it in: --fill '{feed.Placeholders[0]}=VALUE'.");
    }

    private static string Open(Feed feed) => feed.Placeholders.Count == 0 ? "nothing" : string.Join(", ", feed.Placeholders);
}
