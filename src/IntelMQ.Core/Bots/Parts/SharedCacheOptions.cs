using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>The parameters of bots that share what they remember with bots in Python: a part that any options class may hold.</summary>
public sealed partial class SharedCacheOptions : OptionsPart
{
    /// <summary>
    /// <c>redis_cache_host</c>: the address or name of the Redis in which bots in Python keep the same keys, or the path of its Unix socket
    /// (<c>/...</c> or <c>unix://...</c>); without it nothing is shared. It counts where the queues are on the same server; elsewhere the bot
    /// keeps its keys with its other state.
    /// </summary>
    [Reaches(Outside.Host)]
    public string? RedisCacheHost { get; set; }

    /// <summary><c>redis_cache_port</c>: the port of that server; 6379 by default.</summary>
    [Range(1, 65535)]
    public int RedisCachePort { get; set; } = 6379;

    /// <summary><c>redis_cache_db</c>: the number of the database with the keys; by default the one that IntelMQ gives to such a bot.</summary>
    [Range(0, int.MaxValue)]
    public int? RedisCacheDb { get; set; }

    /// <summary><c>redis_cache_password</c>: accepted, without effect: the keys are changed over the connection of the queues.</summary>
    public Secret? RedisCachePassword { get; set; }

    /// <summary>Where bots in Python keep the same keys; <see langword="null"/> where nothing is shared.</summary>
    /// <param name="database">The database that IntelMQ gives to such a bot.</param>
    public SharedCache? ToShared(int database)
        => string.IsNullOrWhiteSpace(RedisCacheHost) ? null : new SharedCache(RedisCacheHost, RedisCachePort, RedisCacheDb ?? database, null);
}
