using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>The parameters of look-ups whose answers bots in Python read and write as well: a part that any options class may hold.</summary>
public sealed partial class LookupCacheOptions : OptionsPart
{
    /// <summary>
    /// <c>redis_cache_host</c>: the address or name of the Redis in which bots in Python keep answers, or the path of its Unix socket
    /// (<c>/...</c> or <c>unix://...</c>); without it answers are kept in memory alone.
    /// </summary>
    [Reaches(Outside.Host)]
    public string? RedisCacheHost { get; set; }

    /// <summary><c>redis_cache_port</c>: the port of that server; 6379 by default.</summary>
    [Range(1, 65535)]
    public int RedisCachePort { get; set; } = 6379;

    /// <summary><c>redis_cache_db</c>: the number of the database with the answers; by default the one that IntelMQ gives to such a bot.</summary>
    [Range(0, int.MaxValue)]
    public int? RedisCacheDb { get; set; }

    /// <summary><c>redis_cache_password</c>: the password of that server.</summary>
    public Secret? RedisCachePassword { get; set; }

    /// <summary>Where bots in Python keep answers; <see langword="null"/> where nothing is shared.</summary>
    /// <param name="database">The database that IntelMQ gives to such a bot.</param>
    public SharedCache? ToShared(int database)
        => string.IsNullOrWhiteSpace(RedisCacheHost) ? null : new SharedCache(RedisCacheHost, RedisCachePort, RedisCacheDb ?? database, RedisCachePassword?.Reveal());
}
