using IntelMQ.Bots;

namespace IntelMQ.Redis.Bots;

/// <summary>Parameters of <see cref="RedisOutput"/>.</summary>
public sealed partial class RedisOutputOptions : BotOptions
{
    /// <summary><c>redis_server_ip</c>: the server's address or name, or the path of its Unix socket.</summary>
    [Reaches(Outside.Host)]
    [Required("give the address or name of the server")]
    public string RedisServerIp { get; set; } = "127.0.0.1";

    /// <summary><c>redis_server_port</c>: the server's port, 1 to 65535; 6379 by default.</summary>
    [Range(1, 65535)]
    public int RedisServerPort { get; set; } = 6379;

    /// <summary><c>redis_db</c>: the number of the database; 2 by default, where IntelMQ has its queues.</summary>
    [Range(0, int.MaxValue)]
    public int RedisDb { get; set; } = 2;

    /// <summary><c>redis_password</c>: the password, where one is asked for.</summary>
    public Secret? RedisPassword { get; set; }

    /// <summary><c>redis_queue</c>: the name of the list.</summary>
    [Required("give the name of the list")]
    public string RedisQueue { get; set; } = "";

    /// <summary><c>redis_timeout</c>: how long an answer is waited for; 5000 by default.</summary>
    [Range(100, 86_400_000)]
    [Unit("milliseconds")]
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><c>hierarchical_output</c>: objects within objects, split at the dots; off by default.</summary>
    public bool HierarchicalOutput { get; set; }

    /// <summary><c>with_type</c>: whether <c>__type</c> is written, without which IntelMQ does not read the event; on by default.</summary>
    public bool WithType { get; set; } = true;

    internal RedisBrokerOptions ToServer() => new()
    {
        Host = RedisServerIp,
        Port = RedisServerPort,
        Database = RedisDb,
        // Nothing is kept beside the list.
        StateDatabase = RedisDb == 0 ? 1 : 0,
        Password = RedisPassword,
        Timeout = RedisTimeout,
    };
}
