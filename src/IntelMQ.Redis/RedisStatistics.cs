using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Redis;

/// <summary>
/// Writes what bots have done where IntelMQ's manager and monitoring look for it: of each bot <c>ID.total.PATH</c> and
/// <c>ID.temporary.PATH</c> (since the last writing, for two seconds), <c>ID.stats.success</c> and <c>ID.stats.failure</c>.
/// </summary>
/// <remarks>
/// IntelMQ counts turns of a bot, and a turn of a parser is a report. Here success counts what was received and did not fail, of a parser the
/// reports, of a collector the reports it sent; failure counts failures, of a parser the lines.
/// </remarks>
public sealed class RedisStatistics : IAsyncDisposable
{
    private readonly RedisStatisticsOptions _options;
    private readonly RedisServer _server;
    private readonly ILogger _log;
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);
    private bool _isFailing;

    /// <summary>Prepares the writing; nothing is asked of the server yet.</summary>
    /// <exception cref="ArgumentException">There is no such server or database.</exception>
    public RedisStatistics(RedisStatisticsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.FromMilliseconds(1));
        _options = options;
        var server = new RedisBrokerOptions
        {
            Host = options.Host,
            Port = options.Port,
            Database = options.Database,
            StateDatabase = options.Database + 1,
            Password = options.Password,
        };
        server.ThrowIfInvalid();
        _server = new RedisServer(server);
        _log = options.Logs.CreateLogger("IntelMQ.Redis");
    }

    /// <summary>Writes the counters of a pipeline again and again, and once more at the end.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="cancellationToken">The end; not an error.</param>
    public async Task RunAsync(Pipeline pipeline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        using var timer = new PeriodicTimer(_options.Interval, _options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                await WriteAsync(pipeline.Counters).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(pipeline.Counters).ConfigureAwait(false);
        }
    }

    /// <summary>Writes counters once. Where the server does not take them, the log says so, once until it does again.</summary>
    public async Task WriteAsync(PipelineCounters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var totals = new List<object>();
        var fresh = new List<(string Key, long Count)>();
        foreach (BotCounters bot in counters.Bots.Values)
        {
            foreach ((string path, long sent) in bot.Sent)
            {
                string total = $"{bot.Id}.total.{path}";
                totals.Add(total);
                totals.Add(sent);
                fresh.Add(($"{bot.Id}.temporary.{path}", sent - _written.GetValueOrDefault(total)));
                _written[total] = sent;
            }

            totals.Add($"{bot.Id}.stats.success");
            totals.Add(SuccessOf(bot));
            totals.Add($"{bot.Id}.stats.failure");
            totals.Add(bot.Failed);
        }

        if (totals.Count == 0)
            return;
        try
        {
            await _server.CallAsync("MSET", [.. totals]).ConfigureAwait(false);
            long milliseconds = (long)_options.Interval.TotalMilliseconds;
            await Task.WhenAll(fresh.Select(one => _server.CallAsync("SET", one.Key, one.Count, "PX", milliseconds).AsTask())).ConfigureAwait(false);
            _isFailing = false;
        }
        catch (IOException exception)
        {
            if (!_isFailing)
                RedisLog.NoStatistics(_log, exception.Message);
            _isFailing = true;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static long SuccessOf(BotCounters bot) => bot.Kind switch
    {
        BotKind.Collector => bot.SentTo(BotPath.Default),
        BotKind.Parser => bot.Received,
        _ => Math.Max(0, bot.Received - bot.Failed),
    };
}
