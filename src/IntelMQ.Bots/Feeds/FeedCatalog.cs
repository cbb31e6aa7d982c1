using System.Diagnostics.CodeAnalysis;
using IntelMQ.Text;

namespace IntelMQ.Bots.Feeds;

/// <summary>
/// Feeds that are known: where they come from, and how they are collected and parsed by the bots of a catalogue
/// (<c>new FeedCatalog(new BotCatalog().Add(StandardBots.All))</c>). The parameters are those of IntelMQ's list of feeds, with mistakes
/// mended.
/// </summary>
/// <example><code>Feed feed = new FeedCatalog(new BotCatalog().Add(StandardBots.All))["Abuse.ch", "Feodo Tracker"];
/// Console.WriteLine(feed.Url);</code></example>
public sealed class FeedCatalog
{
    private readonly Dictionary<(string Provider, string Name), Feed> _feeds;

    /// <summary>Makes the catalogue.</summary>
    /// <param name="bots">The bots that collect and parse; a feed whose bots are not among them can be looked at.</param>
    public FeedCatalog(BotCatalog bots)
    {
        ArgumentNullException.ThrowIfNull(bots);
        All = FeedData.Read(bots);
        _feeds = All.ToDictionary(static feed => Key(feed.Provider, feed.Name));
    }

    /// <summary>All feeds, sorted by provider and name.</summary>
    public IReadOnlyList<Feed> All { get; }

    /// <summary>The feed of a provider and name, in any case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public Feed this[string provider, string name]
    {
        get
        {
            if (TryGet(provider, name, out Feed? feed))
                return feed;
            string? near = NearestName.Find($"{provider}: {name}", All.Select(static feed => feed.ToString()));
            string of = string.Join(", ", All.Where(feed => string.Equals(feed.Provider, provider, StringComparison.OrdinalIgnoreCase)).Select(static feed => feed.Name));
            throw new ArgumentException(
                $"There is no feed '{provider}: {name}'{(near is not null ? $"; did you mean '{near}'?" : of.Length > 0 ? $"; {provider} has {of}." : ".")}",
                nameof(name));
        }
    }

    /// <summary>Looks for a feed by provider and name, in any case.</summary>
    public bool TryGet(string provider, string name, [NotNullWhen(true)] out Feed? feed)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(name);
        return _feeds.TryGetValue(Key(provider, name), out feed);
    }

    private static (string Provider, string Name) Key(string provider, string name) => (provider.ToUpperInvariant(), name.ToUpperInvariant());
}
