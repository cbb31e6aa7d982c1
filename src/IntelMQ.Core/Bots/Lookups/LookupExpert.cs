using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>An expert that asks a service about what an event holds, and keeps answers for a while: the base of such experts, here and in plug-ins.</summary>
/// <remarks>Where no answer comes, throw a <see cref="LookupException"/>: the host tries again, then keeps the event as a failure.</remarks>
public abstract partial class LookupExpert : AsyncExpert
{
    private readonly List<IDisposable> _caches = [];

    /// <summary>Creates the expert.</summary>
    /// <param name="options">The parameters; checked here.</param>
    /// <param name="services">What the host hands to the bot.</param>
    /// <exception cref="BotConfigurationException">The parameters cannot be used; all complaints at once.</exception>
    protected LookupExpert(BotOptions options, BotServices services)
        : base(options, services)
    {
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        foreach (IDisposable cache in _caches)
            cache.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>Makes a cache that ends with the bot; it holds up to 100,000 answers, then the oldest make room.</summary>
    /// <typeparam name="T">The answers.</typeparam>
    protected LookupCache<T> NewCache<T>()
    {
        var cache = new LookupCache<T>(Services.Time);
        _caches.Add(cache);
        return cache;
    }

    /// <summary>The answers that bots in Python read and write as well, where the parameters name a cache of theirs.</summary>
    /// <typeparam name="T">The answers.</typeparam>
    /// <param name="cache">The cache; <see langword="null"/> where nothing is shared.</param>
    /// <param name="read">Reads a text; false where it is none that can be used.</param>
    /// <param name="write">Writes an answer; <see langword="null"/> where it is not to be shared.</param>
    protected SharedLookups<T> ShareAnswers<T>(SharedCache? cache, SharedAnswerReader<T> read, Func<T, string?> write)
    {
        if (cache is not null && Services.Caches is null)
            LogNotShared(Log, cache);
        return new SharedLookups<T>(cache is null ? null : Services.Caches?.Open(cache), read, write, Log);
    }

    /// <summary>A parameter as the time that an answer is kept; 0 is for ever, as in IntelMQ.</summary>
    public static TimeSpan KeptFor(TimeSpan time) => time == TimeSpan.Zero ? TimeSpan.MaxValue : time;

    /// <summary>The exception that says at start what the bot cannot work with.</summary>
    /// <param name="complaint">A sentence.</param>
    protected BotConfigurationException Refusal(string complaint) => new(Module, [complaint]);

    [LoggerMessage(20, LogLevel.Warning, "The host has no caches on Redis, so answers are kept in memory and not at {Cache}.")]
    private static partial void LogNotShared(ILogger log, SharedCache cache);
}
