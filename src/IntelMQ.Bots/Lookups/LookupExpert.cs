namespace IntelMQ.Bots.Lookups;

/// <summary>An expert that asks a service about what an event holds, and keeps answers for a while.</summary>
public abstract class LookupExpert : AsyncExpert
{
    /// <summary>The most answers that are kept; the oldest make room.</summary>
    internal const int MaxAnswers = 100_000;

    private readonly List<IDisposable> _caches = [];

    private protected LookupExpert(BotServices services, string module)
        : base(services) => Module = module;

    /// <summary>The bot's module path, for complaints.</summary>
    private protected string Module { get; }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        foreach (IDisposable cache in _caches)
            cache.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>Makes a cache that ends with the bot.</summary>
    private protected LookupCache<T> NewCache<T>()
    {
        var cache = new LookupCache<T>(Services.Time, MaxAnswers);
        _caches.Add(cache);
        return cache;
    }

    /// <summary>A parameter in seconds as the time that an answer is kept; 0 is for ever, as in IntelMQ.</summary>
    private protected static TimeSpan KeptFor(long seconds) => seconds == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);

    private protected BotConfigurationException Refusal(string complaint) => new(Module, [complaint]);
}
