using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>intelmqctl's list and clear.</summary>
internal static class CtlLists
{
    public static IEnumerable<Command> Create(CtlOptions options)
    {
        yield return List(options);
        yield return Clear(options);
    }

    private static Command List(CtlOptions options)
    {
        var kind = new Argument<string>("kind") { Description = "bots, queues or queues-and-status." };
        kind.AcceptOnlyFromAmong("bots", "queues", "queues-and-status");
        var configured = new Option<bool>("--configured", "-c") { Description = "Of bots: those of the configuration." };
        var filled = new Option<bool>("--non-zero") { Description = "Of queues: those that hold messages." };
        var sum = new Option<bool>("--sum", "--count", "-s") { Description = "Of queues: the number of all messages." };
        var command = new Command("list", "Lists bots or queues.\n\nExample:\n  intelmq ctl --type json list queues") { kind, configured, filled, sum };
        command.SetAction((arguments, cancellationToken) => CtlBots.GuardAsync(async () =>
        {
            bool isJson = options.IsForPrograms(arguments);
            bool isQuiet = options.IsQuiet(arguments);
            string what = arguments.GetRequiredValue(kind);
            if (what == "bots" && !arguments.GetValue(configured) && !isQuiet)
            {
                ListCommand.WriteInstalled(isJson);
                return 0;
            }

            Workplace place = options.Place(arguments);
            RuntimeConfiguration configuration = place.Load();
            if (what == "bots")
            {
                ListCommand.WriteConfigured(configuration, isQuiet, isJson);
                return 0;
            }

            QueueLengths lengths = await ListCommand.LengthsAsync(place, configuration, cancellationToken).ConfigureAwait(false);
            if (what == "queues" && arguments.GetValue(sum))
                ListCommand.WriteSum(lengths.Total(configuration), isJson);
            else if (!isJson)
                ListCommand.WriteQueues(configuration, lengths, arguments.GetValue(filled) || isQuiet);
            else if (what == "queues")
                Answer.Write(Listing.Queues(configuration, lengths));
            if (what == "queues")
                return 0;
            BotOutcome status = await BotOperation.RunAsync(place, BotAction.Status, BotScope.All, cancellationToken).ConfigureAwait(false);
            if (isJson)
                Answer.Write(new JsonArray(Listing.Queues(configuration, lengths), status.ToJson()));
            else
                new CtlWords(isJson, isQuiet).End(status);
            return status.IsDone ? 0 : 1;
        }));
        return command;
    }

    private static Command Clear(CtlOptions options)
    {
        var queue = new Argument<string>("queue") { Description = "The queue's name." };
        var command = new Command("clear", "Throws away all messages that wait in a queue; without asking, as intelmqctl does.\n\nExample:\n  intelmq ctl clear file-output-queue") { queue };
        command.SetAction((arguments, cancellationToken) => CtlBots.GuardAsync(async () =>
        {
            string name = arguments.GetRequiredValue(queue);
            string answer = await ClearCommand.ClearAsync(options.Place(arguments), name, cancellationToken).ConfigureAwait(false);
            if (options.IsForPrograms(arguments))
                Answer.Write(JsonValue.Create(answer)!);
            else if (answer == ClearCommand.NotFound)
                await Console.Error.WriteLineAsync($"Queue {name} does not exist.").ConfigureAwait(false);
            else if (!options.IsQuiet(arguments))
                await Console.Out.WriteLineAsync($"Cleared queue {name}.").ConfigureAwait(false);
            return answer == ClearCommand.NotFound ? 2 : 0;
        }));
        return command;
    }
}
