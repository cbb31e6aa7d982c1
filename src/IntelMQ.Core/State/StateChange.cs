namespace IntelMQ.State;

/// <summary>One change of state that a bot hands over to be stored together with what it made.</summary>
/// <param name="Space">The full name of the space, see <see cref="IStateSpace.Name"/>.</param>
/// <param name="Key">The key; 1 to <see cref="StateLimits.MaxKey"/> bytes. Valid until the commit it belongs to has returned.</param>
public readonly record struct StateChange(string Space, ReadOnlyMemory<byte> Key)
{
    /// <summary>The new value, at most <see cref="StateLimits.MaxValue"/> bytes; empty in spaces that hold keys alone.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Whether the key goes; <see cref="Value"/> and <see cref="Expires"/> then say nothing.</summary>
    public bool IsRemoval { get; init; }

    /// <summary>When the entry is forgotten; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What has to be true for the commit to happen.</summary>
    public StateCondition Condition { get; init; }

    /// <summary>
    /// What the change came from. Where queues do not outlive the process but the state does, the change is written when this is settled:
    /// a state that ran ahead of its queues would take events for seen that nobody has stored.
    /// </summary>
    public Receipt? Receipt { get; init; }
}
