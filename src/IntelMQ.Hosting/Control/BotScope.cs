using IntelMQ.Bots;

namespace IntelMQ.Hosting.Control;

/// <summary>Which bots a command is for: one, those of a group, or all.</summary>
/// <param name="Bot">The id of the one bot.</param>
/// <param name="Group">The group, where no bot is named.</param>
public sealed record BotScope(string? Bot = null, BotKind? Group = null)
{
    /// <summary>All bots.</summary>
    public static BotScope All { get; } = new();

    /// <summary>One bot.</summary>
    public static BotScope Of(string id) => new(id);

    /// <summary>The bots of a group.</summary>
    public static BotScope Of(BotKind group) => new(null, group);

    /// <summary>Whether a bot is meant.</summary>
    public bool Includes(HostBot bot)
    {
        ArgumentNullException.ThrowIfNull(bot);
        return Bot is { } id ? bot.Id == id : Group is not { } group || bot.Kind == group;
    }

    /// <inheritdoc/>
    public override string ToString() => Bot ?? (Group is { } group ? $"group {group}" : "all bots");
}
