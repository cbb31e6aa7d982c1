namespace IntelMQ.State;

/// <summary>What a space of state has to be before it is used.</summary>
/// <param name="Name">
/// The space's full name: the id of the bot, a slash and the bot's own name of it, such as <c>deduplicator-expert/seen</c>; so no two bots
/// share one by mistake.
/// </param>
/// <param name="Kind">Whether the space holds values.</param>
public sealed record StateSpaceDeclaration(string Name, StateSpaceKind Kind)
{
    /// <summary>How many keys are kept at most, where the oldest may make room; <see langword="null"/> for no limit.</summary>
    public long? MaxKeys { get; init; }

    /// <summary>Where bots of other processes keep the same keys; <see langword="null"/> where nobody else does.</summary>
    public SharedCache? Shared { get; init; }

    /// <summary>
    /// Whether what is remembered may only be changed by who knows all of it: where another process has changed the space since this one has
    /// read it, a commit answers <see cref="CommitOutcome.Lost"/>, and the space has been read anew. So what is handed out of the space, such as
    /// held events, is handed out once, by whichever host. Only values can be.
    /// </summary>
    public bool IsFenced { get; init; }
}

/// <summary>What a space holds.</summary>
public enum StateSpaceKind
{
    /// <summary>Keys alone, of which there may be very many: a store may keep a 128-bit digest of each. They cannot be read back.</summary>
    Keys,

    /// <summary>Keys with values, which can be read back.</summary>
    Values,
}
