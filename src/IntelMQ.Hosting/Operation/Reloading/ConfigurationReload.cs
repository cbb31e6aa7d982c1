using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Operation;

/// <summary>Takes over a changed configuration while the bots run: on request (SIGHUP), and when a file is another.</summary>
internal sealed class ConfigurationReload : IDisposable
{
    private readonly IntelMQHost _host;
    private readonly HostOperationOptions _options;
    private readonly SystemdNotifier _systemd;
    private readonly ILogger _log;
    private readonly FileWatch _files;
    private readonly SemaphoreSlim _asked = new(0, 1);
    private readonly Lock _gate = new();

    public ConfigurationReload(IntelMQHost host, HostOperationOptions options, SystemdNotifier systemd)
    {
        _host = host;
        _options = options;
        _systemd = systemd;
        _log = options.Logs.CreateLogger("IntelMQ.Hosting");
        _files = new FileWatch([.. IntelMQHost.FilesOf(host.ConfigurationFolder)]);
    }

    /// <summary>Asks for a reload; several that are asked for meanwhile are one.</summary>
    public void Ask()
    {
        lock (_gate)
        {
            if (_asked.CurrentCount == 0)
                _asked.Release();
        }
    }

    /// <summary>Reloads whenever there is reason to, until the end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            bool isAsked;
            try
            {
                isAsked = await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (isAsked)
                _files.Forget();
            if (isAsked || (_options.ReloadsOnChange && _files.HasChanged()))
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _asked.Dispose();

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task asked = _asked.WaitAsync(late.Token);
        Task tick = Task.Delay(_options.LooksEvery, _options.Time, late.Token);
        await Task.WhenAny(asked, tick).ConfigureAwait(false);
        await late.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await asked.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _systemd.Reloading();
        try
        {
            DefinitionDiff diff = await _host.ReloadAsync(cancellationToken).ConfigureAwait(false);
            if (diff.IsEmpty)
                OperationLog.NothingChanged(_log);
            else
                OperationLog.Reloaded(_log, diff.ToString().ReplaceLineEndings("; "));
        }
        catch (PipelineConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                OperationLog.NotReloaded(_log, complaint);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException)
        {
            OperationLog.NotReloaded(_log, exception.Message);
        }
        finally
        {
            _systemd.Ready();
        }
    }
}
