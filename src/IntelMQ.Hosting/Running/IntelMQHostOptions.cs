using System.Data.Common;
using IntelMQ.Bots;
using IntelMQ.Hosting.Brokers;
using IntelMQ.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Hosting.Running;

/// <summary>What a host runs, and with what.</summary>
public sealed record IntelMQHostOptions
{
    /// <summary>The folder of <c>runtime.yaml</c>.</summary>
    public required string ConfigurationFolder { get; init; }

    /// <summary>The folder for all that is kept: failures, what bots remember, the queues of <c>sqlite</c>. Made where it is missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The bots that a module path may name.</summary>
    public required BotCatalog Bots { get; init; }

    /// <summary>The brokers that a configuration may name; queues in memory (<c>memory</c>) are there without.</summary>
    public IReadOnlyList<IBrokerProvider> Brokers { get; init; } = [];

    /// <summary>The ids of the bots that run here; empty for all. The others run elsewhere, over the same queues.</summary>
    public IReadOnlyList<string> OnlyBots { get; init; } = [];

    /// <summary>The group whose bots run here; <see langword="null"/> for all.</summary>
    public BotKind? OnlyGroup { get; init; }

    /// <summary>Whether the run ends when the collectors have no more and all queues are empty; by default it goes on until it is stopped.</summary>
    public bool UntilDrained { get; init; }

    /// <summary>The variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = Configuration.EnvironmentParameters.OfProcess();

    /// <summary>Where bots and pipeline log.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The drivers of bots that ask or fill databases, by IntelMQ's names of engines.</summary>
    public IReadOnlyDictionary<string, DbProviderFactory> Databases { get; init; } = new Dictionary<string, DbProviderFactory>();

    /// <summary>The caches that look-ups share with bots in Python, where their parameters name one; they belong to the caller.</summary>
    public ISharedAnswerCaches? Caches { get; init; }

    /// <summary>Is told what parsers see of feeds, so that somebody notices when a feed changes; <see langword="null"/> for nobody.</summary>
    public IFeedWatch? FeedWatch { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
