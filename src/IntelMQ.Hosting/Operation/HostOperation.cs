using System.Runtime.InteropServices;
using IntelMQ.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

/// <summary>
/// What goes on beside a running host: the configuration is read again on SIGHUP and when it changed, systemd is told, metrics and health are offered,
/// alerts are raised.
/// </summary>
public static class HostOperation
{
    /// <summary>Looks after a host while something runs.</summary>
    /// <param name="host">The host.</param>
    /// <param name="options">How.</param>
    /// <param name="run">Runs the host's bots.</param>
    /// <param name="cancellationToken">The stop, of which systemd is told.</param>
    /// <exception cref="IOException">The address for metrics cannot be used.</exception>
    public static async Task<T> RunAsync<T>(IntelMQHost host, HostOperationOptions options, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(run);
        ILogger log = options.Logs.CreateLogger("IntelMQ.Hosting");
        var systemd = new SystemdNotifier(options.Environment, options.Time, log);
        using var watch = new HostWatch(host, options);
        MetricsEndpoint? metrics = options.Metrics is { } address ? await MetricsEndpoint.StartAsync(watch, address, log, cancellationToken).ConfigureAwait(false) : null;
        using var reload = new ConfigurationReload(host, options, systemd);
        using PosixSignalRegistration? hangUp = OnHangUp(reload);
        using CancellationTokenRegistration stopping = cancellationToken.Register(systemd.Stopping);
        using var end = new CancellationTokenSource();
        Task beside = Task.WhenAll(
            reload.RunAsync(end.Token),
            watch.RunAsync(end.Token),
            SystemdService.RunAsync(host, systemd, options.Time, end.Token));
        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await beside.ConfigureAwait(false);
            if (metrics is not null)
                await metrics.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static PosixSignalRegistration? OnHangUp(ConfigurationReload reload)
    {
        if (OperatingSystem.IsWindows())
            return null;
        return PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            reload.Ask();
        });
    }
}
