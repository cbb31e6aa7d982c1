using System.CommandLine;
using IntelMQ.Hosting.Control;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>intelmqctl's start, stop, restart, reload, status, enable, disable.</summary>
internal static class CtlBots
{
    public static IEnumerable<Command> Create(CtlOptions options)
    {
        foreach (BotAction action in Enum.GetValues<BotAction>())
            yield return Of(action, options);
        yield return Enabling("enable", true, options);
        yield return Enabling("disable", false, options);
    }

    /// <summary>Runs a command; a bot that is not there is a misused line.</summary>
    public static Task<int> GuardAsync(Func<Task<int>> command)
        => Workplace.GuardAsync(async () =>
        {
            try
            {
                return await command().ConfigureAwait(false);
            }
            catch (ControlException exception) when (exception.Fault == ControlFault.NotFound)
            {
                await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
                return CtlCommand.Misused;
            }
        });

    private static Command Of(BotAction action, CtlOptions options)
    {
        string name = action.ToString().ToLowerInvariant();
        var bot = new Argument<string?>("bot-id") { Description = "The bot; left out, all bots or those of the group.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> group = BotCommands.Group();
        var command = new Command(name, $"{action} of one bot, a group or all.\n\nExample:\n  intelmq ctl {name} --group parsers") { bot, group };
        command.SetAction((arguments, cancellationToken) => GuardAsync(async () =>
        {
            Workplace place = options.Place(arguments);
            BotScope scope = BotCommands.Scope(arguments.GetValue(bot), arguments.GetValue(group));
            bool isJson = options.IsForPrograms(arguments);
            var words = new CtlWords(isJson, options.IsQuiet(arguments));
            words.Begin(action, scope);
            BotOutcome outcome = await BotOperation.RunAsync(place, action, scope, cancellationToken).ConfigureAwait(false);
            if (outcome.Host is null && action != BotAction.Status)
                await Console.Error.WriteLineAsync(HostDoor.NoHost(place)).ConfigureAwait(false);
            words.End(outcome);
            if (isJson)
                Answer.Write(outcome.ToJson());
            return outcome.IsDone ? 0 : 1;
        }));
        return command;
    }

    private static Command Enabling(string name, bool isEnabled, CtlOptions options)
    {
        var bot = new Argument<string>("bot-id") { Description = "The bot." };
        var command = new Command(name, $"Writes into runtime.yaml that a bot is {name}d.\n\nExample:\n  intelmq ctl {name} shadowserver-parser") { bot };
        command.SetAction((arguments, cancellationToken) => GuardAsync(async () =>
        {
            BotOutcome outcome = await BotOperation.SetEnabledAsync(options.Place(arguments), arguments.GetRequiredValue(bot), isEnabled, cancellationToken).ConfigureAwait(false);
            bool isJson = options.IsForPrograms(arguments);
            new CtlWords(isJson, options.IsQuiet(arguments)).End(outcome);
            if (isJson)
                Answer.Write(outcome.ToJson());
            return outcome.IsDone ? 0 : 1;
        }));
        return command;
    }
}
