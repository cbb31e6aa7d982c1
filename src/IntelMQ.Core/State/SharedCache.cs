namespace IntelMQ.State;

/// <summary>A Redis that bots in Python keep the same keys in: IntelMQ's <c>redis_cache_*</c> parameters.</summary>
/// <param name="host">A host name, an address, or the path of a Unix socket.</param>
/// <param name="port">The port; not used with a Unix socket.</param>
/// <param name="database">The number of the database.</param>
/// <param name="password">The password; <see langword="null"/> where none is asked for.</param>
public sealed class SharedCache(string host, int port, int database, string? password)
{
    /// <summary>A host name, an address, or the path of a Unix socket.</summary>
    public string Host { get; } = host;

    /// <summary>The port; not used with a Unix socket.</summary>
    public int Port { get; } = port;

    /// <summary>The number of the database.</summary>
    public int Database { get; } = database;

    /// <summary>The password; never to be shown.</summary>
    public string? Password { get; } = password;

    /// <summary>The address, without the password.</summary>
    public override string ToString() => Host.StartsWith('/') ? $"{Host} ({Database})" : $"{Host}:{Port} ({Database})";
}
