using IntelMQ.Messages;

namespace IntelMQ.Bots;

/// <summary>An event that a bot keeps for a while, and what it noted of those that were counted into it.</summary>
/// <param name="Event">The event; not to be changed while it is held.</param>
/// <param name="Due">When its time has come.</param>
public sealed record HeldEvent(Event Event, DateTimeOffset Due)
{
    /// <summary>How many events it stands for; what counts as one is the bot's matter.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The time of the last event that was counted into it, where the bot notes one.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Names it among those that are held.</summary>
    internal long Id { get; init; }

    internal HeldSource Source { get; init; }
}
