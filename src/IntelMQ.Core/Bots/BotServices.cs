using System.Collections.Frozen;
using System.Data.Common;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Schemas;
using IntelMQ.State;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Bots;

/// <summary>What a host hands to its bots: a clock, logs, HTTP, DNS. A test puts others in their place.</summary>
/// <example><code>using var connections = new HttpConnections();
/// var services = new BotServices { Http = connections, Dns = new DnsResolver() };
/// var collector = new HttpCollector(new HttpCollectorOptions { HttpUrl = "https://feeds.example.com/list.csv" }, services);</code></example>
public sealed class BotServices
{
    /// <summary>The system's clock, no logs, no network.</summary>
    public static BotServices Default { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The fields that events have, for bots that check names of fields before the first event comes. A pipeline with a schema of its own
    /// hands that one to the bots it makes.
    /// </summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>Where bots log.</summary>
    public ILoggerFactory Logs { get; init => field = PrintableLogs.Over(value); } = NullLoggerFactory.Instance;

    /// <summary>
    /// The connections of bots that speak HTTP: <see cref="HttpConnections"/>, or a host's own; a bot that needs them and gets none says so at
    /// start.
    /// </summary>
    public IHttpConnections? Http { get; init; }

    /// <summary>Which addresses bots may reach whose URLs come from events; by default those that are globally reachable.</summary>
    public AddressPolicy EventAddresses { get; init; } = AddressPolicy.Public;

    /// <summary>The resolver of bots that ask DNS; a bot that needs one and gets none says so at start.</summary>
    public IDnsResolver? Dns { get; init; }

    /// <summary>
    /// The drivers of bots that ask databases, by IntelMQ's names of engines: <c>sqlite</c>, <c>postgresql</c>. A bot that needs one and
    /// gets none says so at start, and which package has it.
    /// </summary>
    public IReadOnlyDictionary<string, DbProviderFactory> Databases { get; init; } = FrozenDictionary<string, DbProviderFactory>.Empty;

    /// <summary>
    /// The caches that look-ups share with bots in Python, where their parameters name one; without it they keep their answers in memory.
    /// </summary>
    public ISharedAnswerCaches? Caches { get; init; }

    /// <summary>Access tokens for bots that log in with OAuth 2.0; a bot that needs them and gets none says so at start.</summary>
    public IAccessTokens? AccessTokens { get; init; }

    /// <summary>
    /// The formats of other programs that bots write and read, by their parameter <c>format</c>: <c>StandardFormats.All</c> of the package
    /// IntelMQ.Formats. A bot that is told of one that is not among them says so when it is made.
    /// </summary>
    public IReadOnlyList<EventFormat> Formats { get; init; } = [];

    /// <summary>Is told what parsers see of feeds; <see langword="null"/> for nobody.</summary>
    public IFeedWatch? FeedWatch { get; init; }

    /// <summary>Where secrets are that parameters only refer to, as <c>${env:NAME}</c>; those of the system by default.</summary>
    public ISecretStore Secrets { get; init; } = SystemSecrets.Instance;

    /// <summary>
    /// The folder for what outlives the process: files that bots keep, and what they remember, where a pipeline is told nothing else
    /// (<see cref="FileStateStore"/>); <see langword="null"/> where nothing outlives it.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>The format that a bot's parameter <c>format</c> names.</summary>
    /// <param name="name">The parameter; <see langword="null"/> or empty for no format.</param>
    /// <param name="bot">The bot's module, for the complaint.</param>
    /// <returns>The format; <see langword="null"/> where none is named.</returns>
    /// <exception cref="BotConfigurationException">There is no such format.</exception>
    public EventFormat? FormatOf(string? name, string bot)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        return Formats.FirstOrDefault(format => format.Name == name) ?? throw new BotConfigurationException(
            bot,
            [$"format cannot be '{Printable.Of(name)}': {(Formats.Count == 0 ? "the host hands the bot no formats; they are in the package IntelMQ.Formats, and go into BotServices.Formats" : $"there are {string.Join(", ", Formats.Select(static format => format.Name))}")}."]);
    }

    /// <summary>The same with another schema.</summary>
    internal BotServices With(Schema schema) => ReferenceEquals(schema, Schema) ? this : Copy(schema, Logs, StateFolder, Secrets, FeedWatch);

    /// <summary>The same with another log, for a bot that is tried: it keeps nothing between runs.</summary>
    internal BotServices ForTrial(ILoggerFactory logs) => Copy(Schema, logs, null, Secrets, watch: null);

    /// <summary>The same with other secrets.</summary>
    internal BotServices With(ISecretStore secrets) => Copy(Schema, Logs, StateFolder, secrets, FeedWatch);

    /// <summary>The same with a catalogue's formats, unless the host hands out its own.</summary>
    internal BotServices WithFormats(IReadOnlyList<EventFormat> formats)
        => Formats.Count > 0 || formats.Count == 0 ? this : Copy(Schema, Logs, StateFolder, Secrets, FeedWatch, formats);

    private BotServices Copy(Schema schema, ILoggerFactory logs, string? stateFolder, ISecretStore secrets, IFeedWatch? watch) => Copy(schema, logs, stateFolder, secrets, watch, Formats);

    private BotServices Copy(Schema schema, ILoggerFactory logs, string? stateFolder, ISecretStore secrets, IFeedWatch? watch, IReadOnlyList<EventFormat> formats) => new()
    {
        Time = Time,
        Schema = schema,
        Logs = logs,
        Http = Http,
        EventAddresses = EventAddresses,
        Dns = Dns,
        Databases = Databases,
        Caches = Caches,
        AccessTokens = AccessTokens,
        Formats = formats,
        FeedWatch = watch,
        Secrets = secrets,
        StateFolder = stateFolder,
    };
}
