using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Server;

/// <summary>The one connection of a broker: made when it is needed, and made anew where it broke, after a pause that grows.</summary>
internal sealed class RabbitServer : IAsyncDisposable
{
    private const int Usual = 128 << 20;
    private const int UsualFrom4 = 16 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly RabbitAddress _address;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private IConnection? _connection;
    private IOException? _lastError;
    private long _lastTry;
    private int _tries;
    private int? _largest;
    private volatile string? _blocked;
    private bool _disposed;

    public RabbitServer(RabbitAddress address, int? largest, TimeProvider time, ILogger log)
        => (_address, _largest, _time, _log) = (address, largest, time, log);

    public RabbitAddress Address => _address;

    /// <summary>Why the server publishes nothing for now, such as <c>low on memory</c>.</summary>
    public string? Blocked => _blocked;

    /// <summary>The first number of the server's version; 0 before the first connection.</summary>
    public int Version { get; private set; }

    /// <summary>The largest message that the server takes, in bytes.</summary>
    public int LargestMessage => _largest ?? (Version >= 4 ? UsualFrom4 : Usual);

    /// <summary>Opens a channel.</summary>
    /// <exception cref="IOException">The server does not answer, or refuses.</exception>
    public async ValueTask<IChannel> OpenChannelAsync(bool withConfirms, CancellationToken cancellationToken)
    {
        IConnection connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await connection.CreateChannelAsync(new CreateChannelOptions(withConfirms, publisherConfirmationTrackingEnabled: false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken))
        {
            throw RabbitErrors.Translate(exception, _address);
        }
    }

    /// <summary>Notes what the server has said when it refused a message.</summary>
    public void NoteLargest(int bytes) => _largest = Math.Min(bytes, _largest ?? int.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        IConnection? connection = _connection;
        _connection = null;
        _connecting.Release();
        await EndAsync(connection).ConfigureAwait(false);
    }

    private async ValueTask<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_connection is { IsOpen: true } open)
            return open;
        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connection is { IsOpen: true } opened)
                return opened;
            if (_lastError is not null && _time.GetElapsedTime(_lastTry) < Pause())
                throw new RabbitMqException(_lastError.Message, (_lastError as RabbitMqException)?.IsFinal == true, _lastError);
            await EndAsync(_connection).ConfigureAwait(false);
            _connection = null;
            _connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            (_lastError, _tries) = (null, 0);
            return _connection;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private TimeSpan Pause() => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(_tries - 1, 10)));

    private async ValueTask<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            IConnection connection = await _address.ToFactory("IntelMQ.RabbitMq").CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
            _blocked = null;
            connection.ConnectionBlockedAsync += (_, blocked) =>
            {
                _blocked = blocked.Reason;
                RabbitMqLog.Blocked(_log, blocked.Reason);
                return Task.CompletedTask;
            };
            connection.ConnectionUnblockedAsync += (_, _) =>
            {
                _blocked = null;
                RabbitMqLog.Unblocked(_log);
                return Task.CompletedTask;
            };
            Version = VersionOf(connection.ServerProperties);
            return connection;
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, cancellationToken) || exception is UnauthorizedAccessException)
        {
            _tries++;
            _lastTry = _time.GetTimestamp();
            _lastError = RabbitErrors.Translate(exception, _address);
            throw _lastError;
        }
    }

    private static int VersionOf(IDictionary<string, object?>? properties)
        => properties?.TryGetValue("version", out object? value) == true && value is byte[] text
            && int.TryParse(Encoding.ASCII.GetString(text).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int version) ? version : 0;

    private async ValueTask EndAsync(IConnection? connection)
    {
        if (connection is null)
            return;
        try
        {
            await connection.AbortAsync(_address.Timeout < TimeSpan.FromSeconds(2) ? _address.Timeout : TimeSpan.FromSeconds(2)).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (RabbitErrors.IsOne(exception, default))
        {
            // It is gone in any case.
        }
    }
}
