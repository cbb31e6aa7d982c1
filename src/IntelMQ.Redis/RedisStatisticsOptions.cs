using IntelMQ.Bots;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Redis;

/// <summary>Where statistics are written, and how often. The defaults are IntelMQ's.</summary>
public sealed class RedisStatisticsOptions
{
    /// <summary><c>statistics_host</c>: a host name, an address, or the path of a Unix socket.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary><c>statistics_port</c>: the port; not used with a Unix socket.</summary>
    public int Port { get; set; } = 6379;

    /// <summary><c>statistics_database</c>: the number of the database.</summary>
    public int Database { get; set; } = 3;

    /// <summary><c>statistics_password</c>: the password; <see langword="null"/> where none is asked for.</summary>
    public Secret? Password { get; set; }

    /// <summary>How often they are written; a temporary key lives as long.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Told where they cannot be written.</summary>
    public ILoggerFactory Logs { get; set => field = PrintableLogs.Over(value); } = NullLoggerFactory.Instance;
}
