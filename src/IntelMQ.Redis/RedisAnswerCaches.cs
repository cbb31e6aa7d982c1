using System.Collections.Concurrent;
using IntelMQ.Bots;
using IntelMQ.Redis.Storage;
using IntelMQ.State;

namespace IntelMQ.Redis;

/// <summary>
/// Caches of look-ups on Redis, shared with bots in Python: what <see cref="BotServices.Caches"/> takes. One connection for each server
/// and database, made at its first use.
/// </summary>
public sealed class RedisAnswerCaches : ISharedAnswerCaches, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string, int, int), RedisAnswers> _open = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such server or database.</exception>
    public ISharedAnswers Open(SharedCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        return _open.GetOrAdd((cache.Host, cache.Port, cache.Database), static (_, cache) => new RedisAnswers(cache), cache);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RedisAnswers answers in _open.Values)
            await answers.DisposeAsync().ConfigureAwait(false);
        _open.Clear();
    }
}
