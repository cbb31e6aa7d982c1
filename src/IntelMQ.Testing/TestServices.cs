using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Testing;

/// <summary>Stand-ins for what a host hands to its bots: a clock that stands still, collected logs, canned HTTP and DNS.</summary>
/// <example><code>using var services = new TestServices();
/// services.Http.OnGet("https://feeds.example.com/list.csv", "192.0.2.7\n");
/// services.Clock.Advance(TimeSpan.FromHours(1));</code></example>
public sealed class TestServices : IDisposable
{
    private HttpConnections? _connections;

    /// <summary>The clock; stands still until it is moved.</summary>
    public FakeClock Clock { get; init; } = new();

    /// <summary>The answers to HTTP requests; what is not listed is refused.</summary>
    public CannedHttp Http { get; init; } = new();

    /// <summary>Which addresses bots may reach whose URLs come from events; names are never resolved here.</summary>
    public AddressPolicy EventAddresses { get; init; } = AddressPolicy.Public;

    /// <summary>The answers to DNS questions; what is not listed has no records.</summary>
    public CannedDns Dns { get; init; } = new();

    /// <summary>The caches that look-ups share with others; without it they keep their answers in memory.</summary>
    public ISharedAnswerCaches? Caches { get; init; }

    /// <summary>What bots log.</summary>
    public LogCollector Logs { get; init; } = new();

    /// <summary>The fields that events have.</summary>
    public Schema Schema { get; init; } = Schema.Default;

    /// <summary>The folder where bots keep state between runs; <see langword="null"/> where they keep none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>All of it in the form that bots take.</summary>
    public BotServices Services => new()
    {
        Time = Clock,
        Schema = Schema,
        Logs = Logs,
        Http = _connections ??= new HttpConnections(_ => Http),
        EventAddresses = EventAddresses,
        Dns = Dns,
        Caches = Caches,
        StateFolder = StateFolder,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections?.Dispose();
        Http.Dispose();
        Logs.Dispose();
    }
}
