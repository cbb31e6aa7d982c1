using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Commands;

/// <summary><c>intelmq list</c>: bots and queues.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Lists bots or queues.\n\nExample:\n  intelmq list queues --config /opt/intelmq/etc --non-zero");
        command.Subcommands.Add(Bots());
        command.Subcommands.Add(Queues());
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
            if (!arguments.GetValue(configured))
            {
                WriteInstalled(isJson);
                return Task.FromResult(0);
            }

            RuntimeBot[] bots = [.. Workplace.Of(arguments.GetValue(config), null).Load().Bots.OrderBy(static bot => bot.Id, StringComparer.Ordinal)];
            if (isJson)
                Answer.Write(Listing.Configured(bots));
            foreach (RuntimeBot bot in isJson ? [] : bots.Where(bot => !arguments.GetValue(quiet) || bot.IsEnabled))
                Console.Out.WriteLine(arguments.GetValue(quiet) ? bot.Id : $"Bot ID: {bot.Id}\nDescription: {bot.Setting("description")?.Text}");
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
            IBroker broker = await place.OpenBrokerAsync(configuration, cancellationToken).ConfigureAwait(false)
                ?? throw new IOException("The queues of this configuration are in memory: only the process that runs it sees them.");
            await using (broker.ConfigureAwait(false))
            {
                QueueLengths lengths = await QueueLengths.ReadAsync(configuration, broker, cancellationToken).ConfigureAwait(false);
                bool isJson = arguments.GetValue(type) == OutputType.Json;
                if (arguments.GetValue(sum))
                    WriteSum(lengths.Total(configuration), isJson);
                else if (isJson)
                    Answer.Write(Listing.Queues(configuration, lengths));
                else
                    WriteQueues(configuration, lengths, arguments.GetValue(filled));
            }

            return 0;
        }));
        return command;
    }

    private static void WriteSum(long total, bool isJson)
    {
        if (isJson)
            Answer.Write(new JsonObject { ["total-messages"] = total });
        else
            Console.Out.WriteLine(total.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteQueues(RuntimeConfiguration configuration, QueueLengths lengths, bool filledOnly)
    {
        IEnumerable<(string Name, long Count)> all = QueueNames.All(configuration).Select(queue => (queue, lengths.Waiting(queue)))
            .Concat(QueueNames.Sources(configuration).Select(queue => ($"{queue}-internal", lengths.InWork(queue))));
        foreach ((string name, long count) in all.Where(queue => !filledOnly || queue.Item2 > 0).OrderBy(static queue => queue.Item1, StringComparer.OrdinalIgnoreCase))
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} - {count}"));
    }

    private static void WriteInstalled(bool isJson)
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
