using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Running;
using IntelMQ.Redis;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool;

/// <summary>
/// Counts where IntelMQ's manager and monitoring look for it. As in IntelMQ where the queues are its own Redis; elsewhere where
/// <c>statistics_host</c> is set.
/// </summary>
internal static class Statistics
{
    /// <summary>Runs bots and writes meanwhile what they do.</summary>
    public static async Task<T> WriteDuringAsync<T>(IntelMQHost host, ILoggerFactory logs, Func<Task<T>> run)
    {
        if (OptionsOf(host.Configuration, logs) is not { } options)
            return await run().ConfigureAwait(false);
        var statistics = new RedisStatistics(options);
        await using var closed = statistics.ConfigureAwait(false);
        using var end = new CancellationTokenSource();
        Task writing = statistics.RunAsync(host.Pipeline, end.Token);
        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    private static RedisStatisticsOptions? OptionsOf(RuntimeConfiguration configuration, ILoggerFactory logs)
    {
        string? host = Text(configuration, "statistics_host");
        if (host is null && (Text(configuration, "source_pipeline_broker") ?? "redis") != "redis")
            return null;
        // Without a server of their own they go to that of the queues.
        string server = host is null ? "source_pipeline" : "statistics";
        var options = new RedisStatisticsOptions { Logs = logs };
        options.Host = Text(configuration, $"{server}_host") ?? options.Host;
        options.Port = Number(configuration, $"{server}_port", 1, 65535) ?? options.Port;
        options.Database = Number(configuration, "statistics_database", 0, int.MaxValue - 1) ?? options.Database;
        options.Password = Text(configuration, $"{server}_password") is { } password ? new Secret(password) : null;
        return options;
    }

    private static string? Text(RuntimeConfiguration configuration, string name)
        => configuration.Parameter(name) is { IsScalar: true, Text: { Length: > 0 } text } && text != "null" ? text : null;

    private static int? Number(RuntimeConfiguration configuration, string name, int least, int most)
        => int.TryParse(Text(configuration, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number : null;
}
