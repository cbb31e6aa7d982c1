using System.CommandLine;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Redis;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq run</c>: the bots of a configuration, in this process.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        var drained = new Option<bool>("--until-drained") { Description = "End with 0 when the collectors have no more and every queue is empty and settled. Collectors run once." };
        var bots = new Option<string[]>("--bots") { Description = "The ids of the bots that run here, parted by commas; the others run elsewhere, over the same queues.", AllowMultipleArgumentsPerToken = true };
        var group = new Option<string?>("--group") { Description = "The group whose bots run here: collectors, parsers, experts or outputs." };
        var level = new Option<LogLevel>("--log-level") { Description = "The least that is logged, on standard error.", DefaultValueFactory = static _ => LogLevel.Information };
        group.AcceptOnlyFromAmong("collectors", "parsers", "experts", "outputs");
        var command = new Command(
            "run",
            "Runs the bots of a configuration in this process, until it is stopped (Ctrl+C, SIGTERM): what was begun is finished, nothing is lost.\n\nExample:\n  intelmq run --config /opt/intelmq/etc --state /var/lib/intelmq-net")
        {
            config, state, drained, bots, group, level,
        };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            using ILoggerFactory logs = Workplace.Logs(arguments.GetValue(level));
            var caches = new RedisAnswerCaches();
            await using var closed = caches.ConfigureAwait(false);
            var options = new IntelMQHostOptions
            {
                ConfigurationFolder = place.Configuration,
                StateFolder = place.State,
                Bots = Installed.Bots,
                Brokers = Installed.Brokers,
                Databases = Installed.Databases,
                Caches = caches,
                OnlyBots = [.. (arguments.GetValue(bots) ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
                OnlyGroup = arguments.GetValue(group) is { } name ? Enum.Parse<BotKind>(name.TrimEnd('s'), ignoreCase: true) : null,
                UntilDrained = arguments.GetValue(drained),
                Logs = logs,
            };
            IntelMQHost host = await IntelMQHost.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                PipelineResult result = await Statistics.WriteDuringAsync(host, logs, () => host.RunAsync(cancellationToken)).ConfigureAwait(false);
                foreach ((string bot, Exception error) in result.CollectorErrors)
                    await Console.Error.WriteLineAsync($"{bot}: {error.Message}").ConfigureAwait(false);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Counters.Stored} events stored, {result.Counters.Failed} failures kept, {result.Unsettled} reports left for the next run.")).ConfigureAwait(false);
                return result.IsComplete || (result.WasStopped && !options.UntilDrained) ? 0 : 1;
            }
        }));
        return command;
    }
}
