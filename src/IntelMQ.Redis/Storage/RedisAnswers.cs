using IntelMQ.Bots;
using IntelMQ.Redis.Server;
using IntelMQ.State;
using StackExchange.Redis;

namespace IntelMQ.Redis.Storage;

/// <summary>Answers as texts, each with its time to live.</summary>
internal sealed class RedisAnswers : ISharedAnswers, IAsyncDisposable
{
    // IntelMQ's time-out for caches: a look-up does not wait longer for what may only spare it a question.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly RedisServer _server;

    public RedisAnswers(SharedCache cache)
    {
        var options = new RedisBrokerOptions
        {
            Host = cache.Host,
            Port = cache.Port,
            Database = cache.Database,
            StateDatabase = cache.Database + 1,
            Password = cache.Password is { } password ? new Secret(password) : null,
            Timeout = Timeout,
        };
        options.ThrowIfInvalid();
        _server = new RedisServer(options);
    }

    public async ValueTask<SharedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<RedisResult> text = _server.CallAsync("GET", key).AsTask();
        RedisResult left = await _server.CallAsync("PTTL", key).ConfigureAwait(false);
        if ((string?)await text.ConfigureAwait(false) is not { } found)
            return null;
        // -1 for ever, -2 gone meanwhile.
        return (long)left switch
        {
            -2 => null,
            < 0 => new SharedAnswer(found, null),
            long milliseconds => new SharedAnswer(found, TimeSpan.FromMilliseconds(milliseconds)),
        };
    }

    public async ValueTask KeepAsync(string key, SharedAnswer answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (answer.KeptFor is { } time)
            await _server.CallAsync("SET", key, answer.Text, "PX", Math.Max(1, (long)time.TotalMilliseconds)).ConfigureAwait(false);
        else
            await _server.CallAsync("SET", key, answer.Text).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
