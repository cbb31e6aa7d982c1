using System.Globalization;
using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Feeds;

/// <summary>A feed: who provides it, where it is, and which bots collect and parse it. Immutable.</summary>
public sealed class Feed
{
    internal Feed(string provider, string name, string revision)
    {
        Provider = provider;
        Name = name;
        Revision = DateOnly.ParseExact(revision, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Who provides the feed.</summary>
    public string Provider { get; }

    /// <summary>The feed's name, unique for its provider.</summary>
    public string Name { get; }

    /// <summary>What the feed holds, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Pages about the feed.</summary>
    public IReadOnlyList<string> Documentation { get; init; } = [];

    /// <summary>Whether anyone may have the feed; otherwise it takes an account, an agreement or own equipment.</summary>
    public bool IsPublic { get; init; }

    /// <summary>When the entry was last looked through.</summary>
    public DateOnly Revision { get; }

    /// <summary>Whether the feed is still there.</summary>
    public FeedStatus Status { get; init; }

    /// <summary>The bot that collects the feed.</summary>
    public required FeedBot Collector { get; init; }

    /// <summary>The bot that parses the feed.</summary>
    public required FeedBot Parser { get; init; }

    /// <summary>
    /// Where the feed is; <see langword="null"/> where it does not come over HTTP. What the user must fill in stands between double braces.
    /// </summary>
    public string? Url => Collector.Parameters.TryGetProperty("http_url"u8, out JsonElement url) ? url.GetString() : null;

    /// <summary>The feed of a provider and name, in any case.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Feed Find(string provider, string name) => FeedCatalog.Find(provider, name);

    /// <summary>Makes the feed's parser.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="NotSupportedException">This package has no such parser.</exception>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    public Parser CreateParser(BotServices services)
        => BotCatalog.TryGet(Parser.Module, out BotDescriptor? bot)
            ? (Parser)bot.Create(Parser.Parameters, ParameterSource.IntelMQ, services, [])
            : throw new NotSupportedException($"There is no bot '{Parser.Module}' in this package.");

    /// <summary>Makes a report of data that the feed gave, as the feed's collector would: with the feed's name, provider, URL and page.</summary>
    /// <param name="raw">The bytes as the feed gave them; kept, not copied, so they must not change.</param>
    /// <param name="schema">The schema of the report and the events made of it.</param>
    public Report CreateReport(ReadOnlyMemory<byte> raw, Schema schema)
    {
        var report = new Report(raw, schema);
        report.Set(Fields.Feed.Name, Text(Collector.Parameters.TryGetProperty("name"u8, out JsonElement name) ? name.GetString()! : Name));
        report.Set(Fields.Feed.Provider, Text(Provider));
        if (Documentation is [var page, ..])
            report.Set(Fields.Feed.Documentation, Text(page));
        if (Url is { } url && !url.Contains("{{", StringComparison.Ordinal))
            report.Set(Fields.Feed.Url, Text(url));
        return report;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}: {Name}";

    private static FieldValue Text(string text) => FieldValue.Text(Encoding.UTF8.GetBytes(text));
}
