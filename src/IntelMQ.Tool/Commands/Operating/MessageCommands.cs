using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Inspection;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary><c>intelmq run BOT message get|pop|send</c> and <c>intelmq run BOT process</c>.</summary>
internal static class MessageCommands
{
    public static Command Message(Argument<string?> bot, Option<DirectoryInfo> config, Option<DirectoryInfo> state)
    {
        var what = new Argument<string>("what") { Description = "get shows the oldest message that waits for the bot, pop takes it out of the queue, send sends a message to whom the bot sends." };
        what.AcceptOnlyFromAmong("get", "pop", "send");
        var message = new Argument<string?>("message") { Description = "The message to send, as JSON; left out, it is read from standard input.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("message", "Shows, takes or sends a message by hand.\n\nExample:\n  intelmq run taxonomy-expert message send '{\"source.ip\": \"192.0.2.1\"}'") { what, message };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            string id = arguments.GetValue(bot) ?? throw new ArgumentException("Name the bot: intelmq run BOT message get|pop|send.");
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            HostDoor door = await HostDoor.OpenAsync(place, cancellationToken).ConfigureAwait(false);
            await using (door.ConfigureAwait(false))
                return await RunAsync(door.Control, id, arguments.GetRequiredValue(what), arguments.GetValue(message), cancellationToken).ConfigureAwait(false);
        }));
        return command;
    }

    public static Command Process(Argument<string?> bot, Option<DirectoryInfo> config, Option<DirectoryInfo> state)
    {
        var dry = new Option<bool>("--dry-run", "--dryrun", "-d") { Description = "Send nothing and leave the message where it is." };
        var shown = new Option<bool>("--show-sent", "-s") { Description = "Write what the bot sends." };
        var message = new Option<string?>("--msg", "-m") { Description = "The message, as JSON or as the name of a file; left out, the oldest that waits for the bot." };
        var command = new Command("process", "Has a parser or an expert do one message.\n\nExample:\n  intelmq run taxonomy-expert process --dry-run --show-sent --msg '{\"classification.type\": \"spam\"}'") { dry, shown, message };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            string id = arguments.GetValue(bot) ?? throw new ArgumentException("Name the bot: intelmq run BOT process.");
            string? given = await TextOfAsync(arguments.GetValue(message), cancellationToken).ConfigureAwait(false);
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            HostDoor door = await HostDoor.OpenAsync(place, cancellationToken).ConfigureAwait(false);
            await using (door.ConfigureAwait(false))
            {
                HostTrial trial = arguments.GetValue(dry)
                    ? await door.Control.TryAsync(id, given, cancellationToken).ConfigureAwait(false)
                    : await door.Control.ProcessAsync(id, given, cancellationToken).ConfigureAwait(false);
                if (arguments.GetValue(shown))
                    Answer.Write(new JsonArray([.. trial.Sent.Select(static sent => (JsonNode)Listing.Message(sent.Json))]));
                foreach (string line in trial.Log)
                    await Console.Error.WriteLineAsync(Text.Printable.Of(line)).ConfigureAwait(false);
                foreach (string failure in trial.Failures)
                    await Console.Error.WriteLineAsync(failure).ConfigureAwait(false);
                await Console.Error.WriteLineAsync(Summary(trial, arguments.GetValue(dry))).ConfigureAwait(false);
                return trial.Failures.Count == 0 ? 0 : 1;
            }
        }));
        return command;
    }

    private static async Task<int> RunAsync(IHostControl control, string id, string what, string? message, CancellationToken cancellationToken)
    {
        if (what == "send")
        {
            IReadOnlyList<string> queues = await control.SendAsync(id, message ?? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false), BotPath.Default, cancellationToken).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"Sent to {string.Join(", ", queues)}.").ConfigureAwait(false);
            return 0;
        }

        HostBot bot = (await control.GetStatusAsync(cancellationToken).ConfigureAwait(false)).Find(id) ?? throw new ControlException(ControlFault.NotFound, $"There is no bot '{id}'.");
        string queue = bot.Queue?.Name ?? throw new ControlException(ControlFault.Invalid, $"{id} is a collector, which has no queue.");
        IReadOnlyList<HostMessage> oldest = what == "get"
            ? await control.PeekAsync(queue, 1, cancellationToken).ConfigureAwait(false)
            : await control.TakeAsync(queue, cancellationToken).ConfigureAwait(false) is { } taken ? [taken] : [];
        if (oldest is not [var found, ..])
        {
            await Console.Error.WriteLineAsync($"No message waits in '{queue}'.").ConfigureAwait(false);
            return 1;
        }

        if (found.Unreadable is { } reason)
            await Console.Error.WriteLineAsync($"It is no message: {reason}").ConfigureAwait(false);
        Answer.Write(Listing.Message(found.Json));
        return 0;
    }

    private static async Task<string?> TextOfAsync(string? given, CancellationToken cancellationToken)
    {
        if (given is null || given.TrimStart().StartsWith('{'))
            return given;
        return File.Exists(given) ? await File.ReadAllTextAsync(given, cancellationToken).ConfigureAwait(false) : throw new ArgumentException("--msg is neither a JSON object nor a file.");
    }

    private static string Summary(HostTrial trial, bool isDry) => (trial, isDry) switch
    {
        ({ IsDropped: true }, _) => "The bot ended the message.",
        (_, true) => $"{trial.Sent.Count} messages would be sent, {trial.Failures.Count} failures kept.",
        _ => $"{trial.Sent.Count} messages sent, {trial.Failures.Count} failures kept.",
    };
}
