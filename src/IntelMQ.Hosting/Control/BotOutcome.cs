using System.Text.Json.Nodes;

namespace IntelMQ.Hosting.Control;

/// <summary>How bots stand after a command.</summary>
/// <param name="Action">The command.</param>
/// <param name="Scope">Whom it was for.</param>
/// <param name="States">IntelMQ's words, by id.</param>
/// <param name="Host">What the host says of all; <see langword="null"/> where none runs.</param>
public sealed record BotOutcome(BotAction Action, BotScope Scope, IReadOnlyDictionary<string, string> States, HostStatus? Host)
{
    /// <summary>What came of a command that a host carried out. A place that others fill is no bot of the file.</summary>
    /// <param name="action">The command.</param>
    /// <param name="scope">Whom it was for.</param>
    /// <param name="before">How the host stood before.</param>
    /// <param name="after">How it stands now.</param>
    /// <exception cref="ControlException">There is no such bot.</exception>
    public static BotOutcome Of(BotAction action, BotScope scope, HostStatus before, HostStatus after)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (scope.Bot is { } id && after.Find(id) is null)
            throw new ControlException(ControlFault.NotFound, $"There is no bot '{id}'.");
        Dictionary<string, string> states = after.Bots.Where(bot => scope.Includes(bot) && bot.Module.Length > 0).ToDictionary(static bot => bot.Id, bot => StateOf(bot, before.Find(bot.Id), action), StringComparer.Ordinal);
        return new BotOutcome(action, scope, states, after);
    }

    /// <summary>Carries a command out.</summary>
    /// <param name="host">The host.</param>
    /// <param name="action">The command.</param>
    /// <param name="scope">Whom it is for.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ControlException">It was not carried out.</exception>
    public static async Task<BotOutcome> RunAsync(IHostControl host, BotAction action, BotScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        HostStatus before = await host.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        HostStatus after = action switch
        {
            BotAction.Start => await host.StartAsync(scope, cancellationToken).ConfigureAwait(false),
            BotAction.Stop => await host.StopAsync(scope, cancellationToken).ConfigureAwait(false),
            BotAction.Restart => await host.RestartAsync(scope, cancellationToken).ConfigureAwait(false),
            BotAction.Reload => await host.ReloadAsync(scope, cancellationToken).ConfigureAwait(false),
            _ => before,
        };
        return Of(action, scope, before, after);
    }

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

    private static string StateOf(HostBot bot, HostBot? before, BotAction action)
        => action == BotAction.Stop && bot.State == HostBotState.Disabled && before?.State == HostBotState.Running ? BotStates.Stopped : BotStates.Of(bot.State);

    private bool IsWanted(string state) => Action switch
    {
        BotAction.Stop => state is BotStates.Stopped or BotStates.Disabled,
        BotAction.Start when IsOfOne => state == BotStates.Running,
        BotAction.Restart when IsOfOne => state == BotStates.Running,
        _ => state is BotStates.Running or BotStates.Disabled,
    };
}
