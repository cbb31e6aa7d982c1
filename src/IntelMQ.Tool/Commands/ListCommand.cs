using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq list</c>: bots and queues.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists bots, queues or feeds.\n\nExample:\n  intelmq list queues --config /opt/intelmq/etc --non-zero");
        command.Subcommands.Add(Bots());
        command.Subcommands.Add(Queues());
        command.Subcommands.Add(Feeds.FeedsCommand.List());
        return command;
    }

    private static Command Bots()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<OutputType> type = CommonOptions.Type();
        var configured = new Option<bool>("--configured", "-c") { Description = "The bots of the configuration, instead of all that there are." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Only the ids of bots that are enabled." };
        var command = new Command("bots", "Lists the bots that there are, or those of a configuration.\n\nExample:\n  intelmq list bots --configured --config /opt/intelmq/etc") { config, configured, quiet, type };
        command.SetAction((arguments, _) => Workplace.GuardAsync(() =>
        {
            bool isJson = arguments.GetValue(type) == OutputType.Json;
            if (arguments.GetValue(configured))
                WriteConfigured(Workplace.Of(arguments.GetValue(config), null).Load(), arguments.GetValue(quiet), isJson);
            else
                WriteInstalled(isJson);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Queues()
    {
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var filled = new Option<bool>("--non-zero", "-q") { Description = "Only queues that hold messages." };
        var sum = new Option<bool>("--sum", "--count", "-s") { Description = "Only the number of all messages." };
        var command = new Command("queues", "Lists the queues of a configuration with the number of their messages.\n\nExample:\n  intelmq list queues --config /opt/intelmq/etc") { config, state, filled, sum, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            RuntimeConfiguration configuration = place.Load();
            QueueLengths lengths = await LengthsAsync(place, configuration, cancellationToken).ConfigureAwait(false);
            bool isJson = arguments.GetValue(type) == OutputType.Json;
            if (arguments.GetValue(sum))
                WriteSum(lengths.Total(configuration), isJson);
            else if (isJson)
                Answer.Write(Listing.Queues(configuration, lengths));
            else
                WriteQueues(configuration, lengths, arguments.GetValue(filled));
            return 0;
        }));
        return command;
    }

    /// <summary>What the queues hold: the host that runs is asked, else the broker.</summary>
    /// <exception cref="IOException">They cannot be reached.</exception>
    public static async Task<QueueLengths> LengthsAsync(Workplace place, RuntimeConfiguration configuration, CancellationToken cancellationToken)
    {
        if (await HostDoor.TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is { } door)
        {
            using (door.Client)
            {
                if (door.Status.IsRunning)
                    return QueueLengths.Of(door.Status);
            }
        }

        IBroker broker = await place.OpenBrokerAsync(configuration, cancellationToken).ConfigureAwait(false)
            ?? throw new IOException("The queues of this configuration are in memory: only the process that runs it sees them.");
        await using (broker.ConfigureAwait(false))
            return await QueueLengths.ReadAsync(configuration, broker, cancellationToken).ConfigureAwait(false);
    }

    public static void WriteConfigured(RuntimeConfiguration configuration, bool isQuiet, bool isJson)
    {
        RuntimeBot[] bots = [.. configuration.Bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal)];
        if (isJson)
            Answer.Write(Listing.Configured(bots));
        foreach (RuntimeBot bot in isJson ? [] : bots.Where(bot => !isQuiet || bot.IsEnabled))
            Console.Out.WriteLine(isQuiet ? bot.Id : $"Bot ID: {bot.Id}\nDescription: {bot.Setting("description")?.Text}");
    }

    public static void WriteSum(long total, bool isJson)
    {
        if (isJson)
            Answer.Write(new JsonObject { ["total-messages"] = total });
        else
            Console.Out.WriteLine(total.ToString(CultureInfo.InvariantCulture));
    }

    public static void WriteQueues(RuntimeConfiguration configuration, QueueLengths lengths, bool filledOnly)
    {
        IEnumerable<(string Name, long Count)> all = QueueNames.All(configuration).Select(queue => (queue, lengths.Waiting(queue)))
            .Concat(QueueNames.Sources(configuration).Select(queue => ($"{queue}-internal", lengths.InWork(queue))));
        foreach ((string name, long count) in all.Where(queue => !filledOnly || queue.Item2 > 0).OrderBy(static queue => queue.Item1, StringComparer.OrdinalIgnoreCase))
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} - {count}"));
    }

    public static void WriteInstalled(bool isJson)
    {
        if (isJson)
        {
            Answer.Write(Listing.Installed(Installed.Bots));
            return;
        }

        foreach (BotDescriptor bot in Installed.Bots.OrderBy(static bot => bot.Module, StringComparer.Ordinal))
            Console.Out.WriteLine($"{bot.Module}  {bot.Summary}");
    }
}
