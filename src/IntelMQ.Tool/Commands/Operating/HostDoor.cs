using IntelMQ.Hosting.Brokers;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Running;
using IntelMQ.Redis;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary>The way to the host that lives in a state folder; where none does, to its queues.</summary>
internal sealed class HostDoor : IAsyncDisposable
{
    private readonly IReadOnlyList<IAsyncDisposable> _owned;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private HostDoor(IHostControl control, IReadOnlyList<IAsyncDisposable> owned)
    {
        Control = control;
        _owned = owned;
    }

    public IHostControl Control { get; }

    /// <summary>The words where a command needs a host that runs.</summary>
    public static string NoHost(Workplace place)
        => $"No host runs with the state folder '{place.State}'. Start one: intelmq run --config {place.Configuration} --state {place.State}";

    /// <summary>The host, and how it stands; <see langword="null"/> where none answers.</summary>
    public static async Task<(ControlClient Client, HostStatus Status)?> TryConnectAsync(Workplace place, CancellationToken cancellationToken)
    {
        ControlClient? client = null;
        try
        {
            client = ControlClient.Open(place.State);
            return (client, await client.GetStatusAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (ControlException exception) when (exception.Fault == ControlFault.NoHost)
        {
            client?.Dispose();
            return null;
        }
        catch
        {
            client?.Dispose();
            throw;
        }
    }

    /// <summary>The host; where none runs, one of this process whose bots rest.</summary>
    /// <exception cref="IOException">None runs, and the queues are in its memory.</exception>
    public static async Task<HostDoor> OpenAsync(Workplace place, CancellationToken cancellationToken)
    {
        if (await TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is { } found)
            return new HostDoor(found.Client, [new Client(found.Client)]);
        if (BrokerSettings.Read(place.Load(), []).Name == "memory")
            throw new IOException($"The queues of this configuration are in the memory of the process that runs it. {NoHost(place)}");
        var caches = new RedisAnswerCaches();
        IntelMQHost? host = null;
        try
        {
            var options = new IntelMQHostOptions { ConfigurationFolder = place.Configuration, StateFolder = place.State, Bots = Installed.Bots, Brokers = Installed.Brokers, Databases = Installed.Databases, Caches = caches };
            host = await IntelMQHost.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            var door = new HostDoor(host.Control, [host, caches]);
            await host.Control.StopAsync(BotScope.All, cancellationToken).ConfigureAwait(false);
            door._running = host.RunAsync(door._stop.Token);
            while (!(await host.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false)).IsRunning && !door._running.IsCompleted)
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return door;
        }
        catch
        {
            if (host is not null)
                await host.DisposeAsync().ConfigureAwait(false);
            await caches.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.ConfigureAwait(false);
        }
        finally
        {
            foreach (IAsyncDisposable one in _owned)
                await one.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
        }
    }

    private sealed class Client(ControlClient client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
