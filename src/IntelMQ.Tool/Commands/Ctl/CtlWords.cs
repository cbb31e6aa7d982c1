using IntelMQ.Bots;
using IntelMQ.Hosting.Control;
using IntelMQ.Tool.Commands.Operating;

namespace IntelMQ.Tool.Commands.Ctl;

/// <summary>What intelmqctl says to people: what it does on standard output, what went wrong on standard error; nothing beside JSON.</summary>
internal sealed class CtlWords(bool isJson, bool isQuiet)
{
    public void Begin(BotAction action, BotScope scope)
    {
        string name = scope.Bot ?? NameOf(scope.Group);
        string? words = action switch
        {
            BotAction.Start => $"Starting {name}...",
            BotAction.Stop => scope.Bot is null ? $"Stopping {name}..." : $"Stopping bot {name}...",
            BotAction.Restart => $"Restarting {name}...",
            BotAction.Reload => scope.Bot is null ? $"Reloading {name} ..." : $"Reloading bot {name} ...",
            _ => null,
        };
        if (words is not null)
            Say(words);
    }

    public void End(BotOutcome outcome)
    {
        foreach ((string id, string state) in outcome.States.OrderBy(static bot => bot.Key, StringComparer.Ordinal))
        {
            switch (outcome.Action, state)
            {
                case (BotAction.Stop, BotStates.Running):
                    Complain($"Bot {id} is still running.");
                    break;
                case (BotAction.Stop, BotStates.Stopped) when outcome.Host is null:
                case (BotAction.Reload, BotStates.Stopped):
                    Complain($"Bot {id} was NOT RUNNING.");
                    break;
                case (BotAction.Start or BotAction.Restart, BotStates.Stopped):
                    Complain($"Bot {id} failed to START.");
                    break;
                default:
                    Say($"Bot {id} is {state}.");
                    break;
            }
        }
    }

    private static string NameOf(BotKind? group) => group is { } kind ? $"{kind} group" : "Botnet";

    private void Say(string words)
    {
        if (!isJson && !isQuiet)
            Console.Out.WriteLine(words);
    }

    private void Complain(string words)
    {
        if (!isJson)
            Console.Error.WriteLine(words);
    }
}
