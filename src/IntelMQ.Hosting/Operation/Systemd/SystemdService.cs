using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Operation;

/// <summary>Tells systemd when the bots run, and that they live as long as they answer.</summary>
internal static class SystemdService
{
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(200);

    public static async Task RunAsync(IntelMQHost host, SystemdNotifier systemd, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (!await IsRunningAsync(host, cancellationToken).ConfigureAwait(false))
                await Task.Delay(StartInterval, time, cancellationToken).ConfigureAwait(false);
            systemd.Ready();
            if (systemd.WatchdogInterval is not { } interval)
                return;
            while (true)
            {
                // A broker that does not answer is no reason to be killed: its return is waited for.
                _ = await IsRunningAsync(host, cancellationToken).ConfigureAwait(false);
                systemd.Alive();
                await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static async ValueTask<bool> IsRunningAsync(IntelMQHost host, CancellationToken cancellationToken)
    {
        try
        {
            PipelineStatus status = await host.Pipeline.Control.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            return status.IsRunning;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
