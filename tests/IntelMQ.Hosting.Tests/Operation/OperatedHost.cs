using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Running;
using IntelMQ.Hosting.Tests.Support;
using IntelMQ.Tool;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Hosting.Tests.Operation;

/// <summary>A host of a folder that runs until the test ends.</summary>
internal sealed class OperatedHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ILoggerFactory _logs;
    private readonly Task _run;

    private OperatedHost(IntelMQHost host, HostOperationOptions options, ListLogs logs)
    {
        Host = host;
        Lines = logs;
        _logs = options.Logs;
        _run = HostOperation.RunAsync(host, options, () => host.RunAsync(_end.Token), _end.Token);
    }

    public IntelMQHost Host { get; }

    public ListLogs Lines { get; }

    public static async Task<OperatedHost> StartAsync(ConfigurationFolder folder, HostOperationOptions? options = null, TimeProvider? time = null)
    {
        var lines = new ListLogs();
        ILoggerFactory logs = LoggerFactory.Create(logging => logging.AddProvider(lines));
        IntelMQHost host = await IntelMQHost.OpenAsync(
            new IntelMQHostOptions
            {
                ConfigurationFolder = folder.Configuration,
                StateFolder = folder.State,
                Bots = Installed.Bots,
                Brokers = Installed.Brokers,
                Environment = new Dictionary<string, string>(),
                Time = time ?? TimeProvider.System,
            },
            CancellationToken.None);
        options = (options ?? new HostOperationOptions { Environment = new Dictionary<string, string>() }) with { LooksEvery = TimeSpan.FromMilliseconds(50), Logs = logs };
        return new OperatedHost(host, options, lines);
    }

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        for (int tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1200, string.Join('\n', Lines.All));
            if (_run.IsCompleted)
                await _run;
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run;
        await Host.DisposeAsync();
        _logs.Dispose();
        _end.Dispose();
    }
}
