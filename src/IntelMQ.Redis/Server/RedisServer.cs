using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace IntelMQ.Redis.Server;

/// <summary>The server, over one connection that is made at its first use, and anew at the first use after it has broken.</summary>
internal sealed class RedisServer(RedisBrokerOptions options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private ConnectionMultiplexer? _connection;
    private bool _disposed;

    public RedisBrokerOptions Options { get; } = options;

    /// <summary>Runs a script.</summary>
    /// <exception cref="IOException">The server cannot be reached or refuses; where it did not answer, nobody knows whether the script ran.</exception>
    public async ValueTask<RedisResult> RunAsync(RedisScript script, RedisArguments arguments)
    {
        IDatabase database = await ConnectAsync().ConfigureAwait(false);
        List<object> list = arguments.List;
        (list[0], list[1]) = (script.Name, "0");
        try
        {
            return await database.ExecuteAsync("EVALSHA", list).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // A server that was restarted; it has not run.
            list[0] = script.Text;
        }
        catch (Exception exception) when (RedisErrors.IsOne(exception))
        {
            throw RedisErrors.Translate(exception, Options.Address);
        }

        return await CallAsync(database, "EVAL", list).ConfigureAwait(false);
    }

    /// <summary>Runs commands together, all of them or none; a script among them has its text with it, since one that the server does not know would be passed over.</summary>
    /// <param name="database">The database of all commands and conditions.</param>
    /// <param name="condition">What has to be so when they run.</param>
    /// <param name="commands">Adds the commands, and gives the answer that is wanted.</param>
    /// <returns>The answer; <see langword="null"/> where the condition did not hold, or did not last, and nothing was run.</returns>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async ValueTask<T?> RunTogetherAsync<T>(int database, IEnumerable<Condition> condition, Func<ITransaction, Task<T>> commands)
        where T : class
    {
        ITransaction transaction = (await ConnectAsync().ConfigureAwait(false)).Multiplexer.GetDatabase(database).CreateTransaction();
        foreach (Condition one in condition)
            transaction.AddCondition(one);
        Task<T> answer = commands(transaction);
        try
        {
            return await transaction.ExecuteAsync().ConfigureAwait(false) ? await answer.ConfigureAwait(false) : null;
        }
        catch (Exception exception) when (RedisErrors.IsOne(exception))
        {
            throw RedisErrors.Translate(exception, Options.Address);
        }
    }

    /// <summary>Runs one command in the database of the queues.</summary>
    /// <inheritdoc cref="RunAsync" path="/exception"/>
    public async ValueTask<RedisResult> CallAsync(string command, params object[] arguments)
        => await CallAsync(await ConnectAsync().ConfigureAwait(false), command, arguments).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connecting.Dispose();
    }

    private async ValueTask<RedisResult> CallAsync(IDatabase database, string command, ICollection<object> arguments)
    {
        try
        {
            return await database.ExecuteAsync(command, arguments).ConfigureAwait(false);
        }
        catch (Exception exception) when (RedisErrors.IsOne(exception))
        {
            throw RedisErrors.Translate(exception, Options.Address);
        }
    }

    private async ValueTask<IDatabase> ConnectAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connection is { IsConnected: true } connected)
            return connected.GetDatabase(Options.Database);
        await _connecting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_connection is not { IsConnected: true })
            {
                // Anew, since the client's own attempts to come back do not tell why they fail.
                ConnectionMultiplexer? broken = _connection;
                _connection = await ConnectionMultiplexer.ConnectAsync(Configuration()).ConfigureAwait(false);
                if (broken is not null)
                    await broken.DisposeAsync().ConfigureAwait(false);
            }

            return _connection.GetDatabase(Options.Database);
        }
        catch (Exception exception) when (RedisErrors.IsOne(exception))
        {
            throw RedisErrors.Translate(exception, Options.Address);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = new ConfigurationOptions
        {
            ClientName = "IntelMQ.Redis",
            AbortOnConnectFail = true,
            AsyncTimeout = (int)Options.Timeout.TotalMilliseconds,
            SyncTimeout = (int)Options.Timeout.TotalMilliseconds,
            ConnectTimeout = (int)Math.Min(5000, Options.Timeout.TotalMilliseconds),
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(500),
            // What waits for a connection is told so; the callers try again, and know then whether the first try was done.
            BacklogPolicy = BacklogPolicy.FailFast,
            Ssl = Options.Tls,
            SslHost = Options.Tls ? Options.Host : null,
            SslClientAuthenticationOptions = Options.Tls ? _ => RedisTls.For(Options) : null,
            User = Options.User,
            Password = Options.Password?.Reveal(),
            TieBreaker = "",
            ConfigurationChannel = "",
        };
        configuration.EndPoints.Add(Options.SocketPath is { } path ? new UnixDomainSocketEndPoint(path) : EndPointOf(Options.Host, Options.Port));
        return configuration;
    }

    private static EndPoint EndPointOf(string host, int port) => IPAddress.TryParse(host, out IPAddress? address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
}
