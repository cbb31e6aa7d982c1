using System.CommandLine;
using System.Text.Json.Nodes;
using IntelMQ.Hosting.Inspection;
using IntelMQ.Tool.Commands.Operating;
using IntelMQ.Tool.Commands.Upgrade;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>intelmqctl's log, run, check, debug, upgrade-config and help.</summary>
internal static class CtlOthers
{
    public static IEnumerable<Command> Create(CtlOptions options)
    {
        yield return Log(options);
        yield return RunCommand.Create(options.Config, options.State);
        yield return Check(options);
        yield return Debug(options);
        yield return Upgrade(options);
        yield return Help();
    }

    private static Command Log(CtlOptions options)
    {
        var bot = new Argument<string>("bot-id") { Description = "The bot." };
        var count = new Argument<int>("number-of-lines") { Description = "How many entries; -1 for all.", DefaultValueFactory = static _ => 10 };
        var level = new Argument<string>("log-level") { Description = "The least level that is shown.", DefaultValueFactory = static _ => "INFO" };
        level.AcceptOnlyFromAmong([.. LogFile.Levels]);
        var command = new Command("log", "Shows the end of a bot's log.\n\nExample:\n  intelmq ctl --type json log shadowserver-parser 20 WARNING") { bot, count, level };
        command.SetAction((arguments, cancellationToken) => CtlBots.GuardAsync(async () =>
        {
            IReadOnlyList<LogEntry> entries = await BotLog.ReadAsync(options.Place(arguments).Load(), arguments.GetRequiredValue(bot), arguments.GetValue(count), arguments.GetRequiredValue(level), cancellationToken).ConfigureAwait(false);
            if (options.IsForPrograms(arguments))
                Answer.Write(BotLog.ToJson(entries));
            else
                LogCommand.Write(entries);
            return 0;
        }));
        return command;
    }

    private static Command Check(CtlOptions options)
    {
        var offline = new Option<bool>("--no-connections", "-C") { Description = "Do not ask the broker for forgotten queues." };
        var command = new Command("check", "Says what is wrong with the configuration.\n\nExample:\n  intelmq ctl --type json check --no-connections") { offline };
        command.SetAction((arguments, cancellationToken) => CtlBots.GuardAsync(() => CheckCommand.RunAsync(options.Place(arguments), !arguments.GetValue(offline), options.IsForPrograms(arguments), cancellationToken)));
        return command;
    }

    private static Command Debug(CtlOptions options)
    {
        var paths = new Option<bool>("--get-paths") { Description = "Only the paths." };
        var variables = new Option<bool>("--get-environment-variables") { Description = "Only the variables." };
        var command = new Command("debug", "Says which paths and variables of the environment are in use.\n\nExample:\n  intelmq ctl debug --get-paths") { paths, variables };
        command.SetAction((arguments, _) => CtlBots.GuardAsync(() =>
        {
            bool isAll = !arguments.GetValue(paths) && !arguments.GetValue(variables);
            var answer = new JsonObject();
            if (isAll || arguments.GetValue(paths))
                answer["paths"] = InstallationFacts.Paths(options.Place(arguments).Configuration, options.Place(arguments).State);
            if (isAll || arguments.GetValue(variables))
                answer["environment_variables"] = InstallationFacts.Variables();
            if (options.IsForPrograms(arguments))
                Answer.Write(answer);
            else
                DebugCommand.Write(answer);
            return Task.FromResult(0);
        }));
        return command;
    }

    // Which steps there are to do is seen by the files themselves, so the release before and the notes about steps that were done are not asked for.
    private static Command Upgrade(CtlOptions options)
    {
        var dry = new Option<bool>("--dry-run", "-d") { Description = "Say what would change, and write nothing." };
        var bare = new Option<bool>("--no-backup") { Description = "Do not keep the files before as .bak." };
        var previous = new Option<string?>("--previous", "-p") { Description = "The release before; accepted, without effect." };
        var force = new Option<bool>("--force", "-f") { Description = "Accepted, without effect." };
        var notes = new Option<string?>("--state-file") { Description = "Accepted, without effect." };
        var command = new Command("upgrade-config", "Makes today's files of those of earlier releases.\n\nExample:\n  intelmq ctl upgrade-config --dry-run") { dry, bare, previous, force, notes };
        command.SetAction((arguments, cancellationToken) => CtlBots.GuardAsync(async () =>
        {
            bool isForPrograms = options.IsForPrograms(arguments);
            bool isDry = arguments.GetValue(dry);
            UpgradeConfigCommand.Write(await UpgradeConfigCommand.RunAsync(options.Place(arguments), isDry, !arguments.GetValue(bare), cancellationToken).ConfigureAwait(false), isDry, isForPrograms);
            return 0;
        }));
        return command;
    }

    private static Command Help()
    {
        var command = new Command("help", "Shows the commands.\n\nExample:\n  intelmq ctl help");
        command.SetAction(arguments => arguments.RootCommandResult.Command is { } root && root.Subcommands.FirstOrDefault(static one => one.Name == CtlCommand.Name) is { } ctl
            ? root.Parse([ctl.Name, "--help"]).Invoke()
            : ((RootCommand)arguments.RootCommandResult.Command).Parse(["--help"]).Invoke());
        return command;
    }
}
