using System.Text;
using System.Text.Json;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Feeds;

/// <summary>A feed: who provides it, where it is, and which bots collect and parse it. Immutable.</summary>
public sealed record Feed
{
    internal Feed()
    {
    }

    /// <summary>Who provides the feed.</summary>
    public required string Provider { get; init; }

    /// <summary>The feed's name, unique for its provider.</summary>
    public required string Name { get; init; }

    /// <summary>What the feed holds, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Pages about the feed.</summary>
    public IReadOnlyList<string> Documentation { get; init; } = [];

    /// <summary>Whether anyone may have the feed; otherwise it takes an account, an agreement or own equipment.</summary>
    public bool IsPublic { get; init; }

    /// <summary>When the entry was last looked through.</summary>
    public DateOnly Revision { get; init; }

    /// <summary>Whether the feed is still there.</summary>
    public FeedStatus Status { get; init; }

    /// <summary>The day as of which <see cref="Status"/> is known.</summary>
    public DateOnly Checked { get; init; }

    /// <summary>What one report of the feed holds.</summary>
    public FeedCompleteness Completeness { get; init; }

    /// <summary>What else is to be known of the feed's state, such as what took its place; <see langword="null"/> for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The bot that collects the feed.</summary>
    public required FeedBot Collector { get; init; }

    /// <summary>The bot that parses the feed.</summary>
    public required FeedBot Parser { get; init; }

    /// <summary>
    /// Where the feed is; <see langword="null"/> where it does not come over HTTP. What the user must fill in stands between double braces.
    /// </summary>
    public string? Url => TextOf("http_url");

    /// <summary>What the user must fill in before the feed can be collected, such as <c>your API key</c>; see <see cref="Fill"/>.</summary>
    public IReadOnlyList<string> Placeholders => [.. Collector.Placeholders.Union(Parser.Placeholders, StringComparer.Ordinal)];

    /// <summary>The same feed with something filled in: <c>feed.Fill("your API key", "${env:FEED_KEY}")</c>.</summary>
    /// <param name="placeholder">One of <see cref="Placeholders"/>.</param>
    /// <param name="value">What takes its place; where the parameter is a secret and nothing else, a reference to it will do.</param>
    /// <exception cref="ArgumentException">The feed has no such placeholder.</exception>
    public Feed Fill(string placeholder, string value)
    {
        ArgumentNullException.ThrowIfNull(placeholder);
        ArgumentNullException.ThrowIfNull(value);
        return Placeholders.Contains(placeholder)
            ? this with { Collector = Collector.Fill(placeholder, value), Parser = Parser.Fill(placeholder, value) }
            : throw new ArgumentException($"The feed {this} has no '{placeholder}' to be filled in{(Placeholders.Count == 0 ? "" : $", but {string.Join(", ", Placeholders)}")}.", nameof(placeholder));
    }

    /// <summary>The same feed fetched from elsewhere, such as a mirror or a copy.</summary>
    /// <param name="url">The address.</param>
    /// <exception cref="InvalidOperationException">The feed does not come over HTTP.</exception>
    public Feed From(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (Url is null)
            throw new InvalidOperationException($"The feed {this} is not fetched from an address.");
        return this with { Collector = Collector with { Parameters = Collector.Parameters.With("http_url", JsonElement.Parse($"\"{JsonEncodedText.Encode(url.OriginalString)}\"")) } };
    }

    /// <summary>The same feed without <c>rate_limit</c>: a pipeline collects it once, unless its own options say otherwise.</summary>
    public Feed Once() => this with { Collector = Collector with { Parameters = Collector.Parameters.Without("rate_limit") } };

    /// <summary>Makes the feed's parser.</summary>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="ArgumentException">The catalogue has no such parser; the message says which package does.</exception>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    public Parser CreateParser(BotServices services)
        => (Parser)Parser.Find().Create(Parser.Parameters.ToJson(), Parser.Parameters.Source, services, []);

    /// <summary>Makes a report of data that the feed gave, as the feed's collector would: with the feed's name, provider, URL and page.</summary>
    /// <param name="raw">The bytes as the feed gave them; kept, not copied, so they must not change.</param>
    /// <param name="schema">The schema of the report and the events made of it.</param>
    public Report CreateReport(ReadOnlyMemory<byte> raw, Schema schema)
    {
        var report = new Report(raw, schema);
        report.Set(Fields.Feed.Name, Text(TextOf("name") ?? Name));
        report.Set(Fields.Feed.Provider, Text(Provider));
        if (Documentation is [var page, ..])
            report.Set(Fields.Feed.Documentation, Text(page));
        if (Url is { } url && !url.Contains("{{", StringComparison.Ordinal))
            report.Set(Fields.Feed.Url, Text(url));
        return report;
    }

    /// <summary>The collector's parameters with what the feed is called, where they do not say it themselves.</summary>
    internal ParameterValues CollectorParameters()
    {
        ParameterValues parameters = Collector.Parameters;
        foreach ((string name, string? text) in (ReadOnlySpan<(string, string?)>)[("name", Name), ("provider", Provider), ("documentation", Documentation is [var first, ..] ? first : null)])
        {
            if (text is not null && !parameters.TryGet(name, out _))
                parameters = parameters.With(name, JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\""));
        }

        return parameters;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}: {Name}";

    private static FieldValue Text(string text) => FieldValue.Text(Encoding.UTF8.GetBytes(text));

    private string? TextOf(string parameter)
        => Collector.Parameters.TryGet(parameter, out ParameterValue? found) && found.Value.ValueKind == JsonValueKind.String ? found.Value.GetString() : null;
}
