using System.CommandLine;
using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary><c>intelmq start</c>, <c>stop</c>, <c>restart</c>, <c>reload</c>, <c>status</c>, <c>enable</c>, <c>disable</c>.</summary>
internal static class BotCommands
{
    private static readonly string[] Headers = ["bot", "group", "state", "waiting", "in work", "received", "sent", "failed", "last error"];

    public static IEnumerable<Command> Create()
    {
        yield return Of("status", BotAction.Status, "Says how the bots of a running host stand; ends with 0 where all run that are enabled.", "status --group parsers");
        yield return Of("start", BotAction.Start, "Starts bots of a running host; a disabled one only where it is named.", "start shadowserver-parser");
        yield return Of("stop", BotAction.Stop, "Stops bots of a running host: they finish what they work on, what is sent to them waits.", "stop shadowserver-parser");
        yield return Of("restart", BotAction.Restart, "Makes bots of a running host anew and starts them.", "restart --group experts");
        yield return Of("reload", BotAction.Reload, "Makes bots of a running host anew where they run, so that they read their files again.", "reload maxmind-expert");
        yield return Enabling("enable", true, "Has a bot start with the others: writes it into runtime.yaml and leaves all else there as it is.");
        yield return Enabling("disable", false, "Has a bot not start with the others: writes it into runtime.yaml and leaves all else there as it is.");
    }

    /// <summary>The option that names a group.</summary>
    public static Option<string?> Group()
    {
        var group = new Option<string?>("--group") { Description = "The group whose bots are meant: collectors, parsers, experts or outputs." };
        group.AcceptOnlyFromAmong("collectors", "parsers", "experts", "outputs", "botnet");
        return group;
    }

    public static BotScope Scope(string? bot, string? group)
    {
        if (bot is not null)
            return group is null ? BotScope.Of(bot) : throw new ArgumentException("Name a bot or a group, not both.");
        return group is null or "botnet" ? BotScope.All : BotScope.Of(Enum.Parse<BotKind>(group.TrimEnd('s'), ignoreCase: true));
    }

    private static Command Of(string name, BotAction action, string summary, string example)
    {
        var bot = new Argument<string?>("bot") { Description = "The bot's id; left out, all bots or those of the group are meant.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> group = Group();
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command(name, $"{summary}\n\nExample:\n  intelmq {example} --state /var/lib/intelmq-net") { bot, group, config, state, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            BotOutcome outcome = await BotOperation.RunAsync(place, action, Scope(arguments.GetValue(bot), arguments.GetValue(group)), cancellationToken).ConfigureAwait(false);
            Write(outcome, place, arguments.GetValue(type));
            return outcome.IsDone ? 0 : 1;
        }));
        return command;
    }

    private static Command Enabling(string name, bool isEnabled, string summary)
    {
        var bot = new Argument<string>("bot") { Description = "The bot's id." };
        Option<DirectoryInfo> config = CommonOptions.Config();
        Option<DirectoryInfo> state = CommonOptions.State();
        Option<OutputType> type = CommonOptions.Type();
        var command = new Command(name, $"{summary}\n\nExample:\n  intelmq {name} shadowserver-parser --config /opt/intelmq/etc") { bot, config, state, type };
        command.SetAction((arguments, cancellationToken) => Workplace.GuardAsync(async () =>
        {
            Workplace place = Workplace.Of(arguments.GetValue(config), arguments.GetValue(state));
            string id = arguments.GetRequiredValue(bot);
            BotOutcome outcome = await BotOperation.SetEnabledAsync(place, id, isEnabled, cancellationToken).ConfigureAwait(false);
            if (arguments.GetValue(type) == OutputType.Json)
                Answer.Write(outcome.ToJson());
            else
                Console.Out.WriteLine($"{id} is {name}d; it is {outcome.States[id]} now.");
            return 0;
        }));
        return command;
    }

    private static void Write(BotOutcome outcome, Workplace place, OutputType type)
    {
        if (outcome.Host is null)
            Console.Error.WriteLine(HostDoor.NoHost(place));
        if (type == OutputType.Json)
            Answer.Write(outcome.ToJson());
        else
            TextTable.Write(Headers, outcome.States.OrderBy(static bot => bot.Key, StringComparer.Ordinal).Select(bot => Row(bot.Key, bot.Value, outcome.Host?.Find(bot.Key))));
    }

    private static string[] Row(string id, string state, HostBot? bot)
        => bot is null
            ? [id, "", state, "", "", "", "", "", ""]
            : [id, bot.Kind.ToString(), state, Number(bot.Queue?.Waiting), Number(bot.Queue?.InWork), Number(bot.Received), Number(bot.Sent.Values.Sum()), Number(bot.Failed), bot.LastError ?? ""];

    private static string Number(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "";
}
