using System.Text.Json.Nodes;
using IntelMQ.Hosting.Control;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary>How bots stand after a command.</summary>
/// <param name="Action">The command.</param>
/// <param name="Scope">Whom it was for.</param>
/// <param name="States">IntelMQ's words, by id.</param>
/// <param name="Host">What the host says of all; <see langword="null"/> where none runs.</param>
internal sealed record BotOutcome(BotAction Action, BotScope Scope, IReadOnlyDictionary<string, string> States, HostStatus? Host)
{
    /// <summary>Whether the command is for a bot that it names.</summary>
    public bool IsOfOne => Scope.Bot is not null;

    /// <summary>Whether all is as the command wants it.</summary>
    public bool IsDone => States.Values.All(IsWanted);

    /// <summary>IntelMQ's answer: the state of the one bot (of a restart, those after each step), else the states by id.</summary>
    public JsonNode ToJson()
    {
        if (!IsOfOne)
            return new JsonObject(States.OrderBy(static bot => bot.Key, StringComparer.Ordinal).Select(static bot => KeyValuePair.Create(bot.Key, (JsonNode?)bot.Value)));
        string state = States.Values.First();
        return Action == BotAction.Restart ? new JsonArray(state == BotStates.Disabled ? BotStates.Disabled : BotStates.Stopped, state) : JsonValue.Create(state);
    }

    private bool IsWanted(string state) => Action switch
    {
        BotAction.Stop => state is BotStates.Stopped or BotStates.Disabled,
        BotAction.Start when IsOfOne => state == BotStates.Running,
        BotAction.Restart when IsOfOne => state == BotStates.Running,
        _ => state is BotStates.Running or BotStates.Disabled,
    };
}
