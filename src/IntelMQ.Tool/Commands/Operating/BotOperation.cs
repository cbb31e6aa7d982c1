using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Configuration.Writing;
using IntelMQ.Hosting.Control;
using IntelMQ.Hosting.Endpoint;
using IntelMQ.Pipelines;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary>Starts, stops, restarts, reloads bots of the host that lives in a state folder, and says how they stand.</summary>
internal static class BotOperation
{
    public static async Task<BotOutcome> RunAsync(Workplace place, BotAction action, BotScope scope, CancellationToken cancellationToken)
    {
        if (await HostDoor.TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is not { } door)
            return WithoutHost(place.Load(), action, scope);
        using ControlClient host = door.Client;
        return await BotOutcome.RunAsync(host, action, scope, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes into the file whether a bot is started with the others.</summary>
    public static async Task<BotOutcome> SetEnabledAsync(Workplace place, string id, bool isEnabled, CancellationToken cancellationToken)
    {
        BotScope scope = BotScope.Of(id);
        if (await HostDoor.TryConnectAsync(place, cancellationToken).ConfigureAwait(false) is { } door)
        {
            using ControlClient host = door.Client;
            HostStatus status = await host.SetEnabledAsync(id, isEnabled, cancellationToken).ConfigureAwait(false);
            return BotOutcome.Of(BotAction.Status, scope, status, status);
        }

        RuntimeFile file = RuntimeFile.OpenFolder(place.Configuration);
        if (file.Find(id) is null)
            throw NoBot(id);
        file.SetSetting(id, "enabled", DocumentNode.OfBoolean(isEnabled, null));
        file.Save();
        return WithoutHost(place.Load(), BotAction.Status, scope);
    }

    private static BotOutcome WithoutHost(RuntimeConfiguration configuration, BotAction action, BotScope scope)
    {
        RuntimeBot[] bots = [.. configuration.Bots.Where(bot => scope.Bot is { } id ? bot.Id == id : scope.Group is not { } group || KindOf(bot) == group)];
        if (bots.Length == 0 && scope.Bot is { } missing)
            throw NoBot(missing);
        return new BotOutcome(action, scope, bots.ToDictionary(static bot => bot.Id, static bot => bot.IsEnabled ? BotStates.Stopped : BotStates.Disabled, StringComparer.Ordinal), null);
    }

    private static BotKind? KindOf(RuntimeBot bot)
        => bot.Setting("group") is { IsScalar: true } group && Enum.TryParse(group.Text, ignoreCase: true, out BotKind kind) && Enum.IsDefined(kind)
            ? kind
            : bot.Setting("module") is { IsScalar: true } module && Installed.Bots.TryGet(module.Text, out BotDescriptor? known) ? known.Kind : null;

    private static ControlException NoBot(string id) => new(ControlFault.NotFound, $"There is no bot '{id}'.");
}
