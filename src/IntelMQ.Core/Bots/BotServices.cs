using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Bots;

/// <summary>What a host hands to its bots: a clock, logs, HTTP, DNS. A test puts others in their place.</summary>
public sealed class BotServices
{
    /// <summary>The system's clock, no logs, no network.</summary>
    public static BotServices Default { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The fields that events have, for bots that check names of fields before the first event comes.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>Where bots log.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The client of bots that speak HTTP; a bot that needs one and gets none says so at start.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>The resolver of bots that ask DNS; a bot that needs one and gets none says so at start.</summary>
    public IDnsResolver? Dns { get; init; }

    /// <summary>The folder where bots keep state between runs; <see langword="null"/> where they keep none.</summary>
    public string? StateFolder { get; init; }
}
