using IntelMQ.Pipelines;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs a pipeline from a host's start until it is done or the host stops.</summary>
internal sealed partial class HostedPipeline : BackgroundService
{
    private readonly IServiceProvider _provider;
    private readonly string? _name;
    private readonly HostedPipelineOptions _options;
    private readonly ILogger _log;
    private volatile Pipeline? _pipeline;

    public HostedPipeline(IServiceProvider provider, string? name, HostedPipelineOptions options)
    {
        _provider = provider;
        _name = name;
        _options = options;
        _log = provider.GetService<ILoggerFactory>()?.CreateLogger(typeof(Pipeline).FullName!) ?? NullLogger.Instance;
        Health = new PipelineHealth(this);
    }

    /// <summary>Its health check, which remembers what it has said.</summary>
    public PipelineHealth Health { get; }

    /// <summary>The pipeline, once it is made.</summary>
    public Pipeline? Pipeline => _pipeline;

    /// <summary>Why it does not run, although it should; <see langword="null"/> where it does, or is done.</summary>
    public string? Trouble { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            _pipeline = _name is null ? _provider.GetRequiredService<Pipeline>() : _provider.GetRequiredKeyedService<Pipeline>(_name);
            PipelineResult result = await _pipeline.RunAsync(stoppingToken).ConfigureAwait(false);
            LogEnded(_log, _pipeline.Id, result);
            if (!result.IsComplete && !result.WasStopped)
                Fail(result.ToString());
            if (!_options.StopsHostWhenDone)
                return;
        }
        catch (PipelineConfigurationException exception)
        {
            LogRefused(_log, exception.Message);
            Fail(exception.Message);
        }

        _provider.GetService<IHostApplicationLifetime>()?.StopApplication();
    }

    private void Fail(string reason)
    {
        Trouble = reason;
        Environment.ExitCode = 1;
    }

    [LoggerMessage(30, LogLevel.Information, "Pipeline {Pipeline} is done: {Result}")]
    private static partial void LogEnded(ILogger log, string pipeline, PipelineResult result);

    [LoggerMessage(31, LogLevel.Critical, "{Complaints}")]
    private static partial void LogRefused(ILogger log, string complaints);
}
