using System.CommandLine;
using System.Globalization;
using System.Net;
using IntelMQ.Bots;
using IntelMQ.Bots.Feeds;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Hosting.Operation;
using IntelMQ.Hosting.Running;
using IntelMQ.Pipelines;
using IntelMQ.Redis;
using IntelMQ.Tool.Commands.Operating;
using IntelMQ.Tool.Operating;
using IntelMQ.Tool.Web;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq run</c>: the bots of a configuration, in this process.</summary>
internal static class RunCommand
{
    private const string NoControl = "none";

    public static Command Create()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        (config.Recursive, state.Recursive) = (true, true);
        Command command = Create(config, state);
        command.Options.Add(config);
        command.Options.Add(state);
        return command;
    }

    /// <summary>The command below one that has the options for folders.</summary>
    public static Command Create(Option<DirectoryInfo> config, Option<DirectoryInfo> state)
    {
        var drained = new Option<bool>("--until-drained") { Description = "End with 0 when the collectors have no more and every queue is empty and settled. Collectors run once." };
        var bots = new Option<string[]>("--bots") { Description = "The ids of the bots that run here, parted by commas; the others run elsewhere, over the same queues.", AllowMultipleArgumentsPerToken = true };
        var group = new Option<string?>("--group") { Description = "The group whose bots run here: collectors, parsers, experts or outputs." };
        var unwatched = new Option<bool>("--no-feed-watch") { Description = "Do not warn when a feed changes: columns that are new or gone, kinds of reports that nobody knows, unusually few rows." };
        var control = new Option<string?>("--control") { Description = "Where commands are taken (intelmq status, stop, ...): unix:PATH, http://127.0.0.1:PORT with a token, or none. Default: a socket in the state folder." };
        var operation = new OperationOptions();
        var web = new WebOptions();
        group.AcceptOnlyFromAmong("collectors", "parsers", "experts", "outputs");
        var bot = new Argument<string?>("bot") { Description = "The one bot that runs here; or the one whose messages are looked at.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "run",
            "Runs the bots of a configuration in this process, until it is stopped (Ctrl+C, SIGTERM): what was begun is finished, nothing is lost.\n\nExample:\n  intelmq run --config /opt/intelmq/etc --state /var/lib/intelmq-net")
        {
            bot, drained, bots, group, control, unwatched, MessageCommands.Message(bot, config, state), MessageCommands.Process(bot, config, state),
        };
        operation.AddTo(command);
        web.AddTo(command);
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            ControlAddress? address = null;
            if (arguments.GetValue(control) is { } given and not NoControl && !ControlAddress.TryParse(given, out address, out string? complaint))
                throw new ArgumentException($"--control: {complaint}");
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            using ILoggerFactory logs = operation.Logs(arguments, place);
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
                FeedWatch = arguments.GetValue(unwatched) ? null : FeedsOf(place, logs),
                OnlyBots = [.. (arguments.GetValue(bots) ?? []).Append(arguments.GetValue(bot) ?? "").SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
                OnlyGroup = arguments.GetValue(group) is { } name ? Enum.Parse<BotKind>(name.TrimEnd('s'), ignoreCase: true) : null,
                UntilDrained = arguments.GetValue(drained),
                Logs = logs,
            };
            IntelMQHost host = await IntelMQHost.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                Func<Task<PipelineResult>> run = () => Statistics.WriteDuringAsync(host, logs, () => host.RunAsync(cancellationToken));
                var endpoint = new ControlEndpointOptions { StateFolder = place.State, Address = address, Logs = logs };
                Func<Task<PipelineResult>> offered = arguments.GetValue(control) == NoControl ? run : () => OfferControlAsync(host, endpoint, run, cancellationToken);
                Func<Task<PipelineResult>> shown = web.Address(arguments) is { } listens ? () => ShowAsync(host, listens, web.Outside(arguments, place.State), web.TakesChangesByGet(arguments), logs, offered, cancellationToken) : offered;
                PipelineResult result = await HostOperation.RunAsync(host, operation.Of(arguments, place, logs), shown, cancellationToken).ConfigureAwait(false);
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

    // What is known of feeds is kept beside what bots remember, so that a change is noticed across starts, and told once.
    private static FeedWatch FeedsOf(Workplace place, ILoggerFactory logs)
        => new(new FeedWatchOptions { File = Path.Combine(place.State, "feeds-seen.json"), Catalog = new FeedCatalog(Installed.Bots) }, new BotServices { Logs = logs });

    private static async Task<PipelineResult> OfferControlAsync(IntelMQHost host, ControlEndpointOptions options, Func<Task<PipelineResult>> run, CancellationToken cancellationToken)
    {
        ControlEndpoint endpoint = await ControlEndpoint.StartAsync(host.Control, options, cancellationToken).ConfigureAwait(false);
        await using (endpoint.ConfigureAwait(false))
            return await run().ConfigureAwait(false);
    }

    private static async Task<PipelineResult> ShowAsync(IntelMQHost host, IPEndPoint address, OutsidePolicy outside, bool takesChangesByGet, ILoggerFactory logs, Func<Task<PipelineResult>> run, CancellationToken cancellationToken)
    {
        WebDashboard dashboard = await WebDashboard.StartAsync(host, address, outside, takesChangesByGet, logs, cancellationToken).ConfigureAwait(false);
        await using (dashboard.ConfigureAwait(false))
            return await run().ConfigureAwait(false);
    }
}
