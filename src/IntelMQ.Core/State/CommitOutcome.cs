namespace IntelMQ.State;

/// <summary>How a commit ended: as a whole, or not at all.</summary>
public readonly struct CommitOutcome : IEquatable<CommitOutcome>
{
    private readonly IReadOnlyList<int>? _conflicts;

    private CommitOutcome(IReadOnlyList<int> conflicts) => _conflicts = conflicts;

    /// <summary>Everything is stored.</summary>
    public static CommitOutcome Stored => default;

    /// <summary>
    /// Nothing is stored, since input was taken by somebody else meanwhile, such as another program that reads the same queue. All that the
    /// reader held counts as given back; what is still in the queue comes again.
    /// </summary>
    public static CommitOutcome Lost { get; } = new([]);

    /// <summary>Whether everything is stored; otherwise nothing is.</summary>
    public bool IsStored => _conflicts is null;

    /// <summary>Whether the input is no longer the reader's: the work is to be forgotten.</summary>
    public bool IsLost => ReferenceEquals(_conflicts, Lost._conflicts);

    /// <summary>
    /// The positions of changes whose conditions do not hold. The work is to be rolled back and done again from its input, with these keys
    /// known.
    /// </summary>
    public IReadOnlyList<int> Conflicts => _conflicts ?? [];

    /// <summary>Nothing is stored, since conditions do not hold.</summary>
    /// <param name="conflicts">The positions of the changes; at least one.</param>
    public static CommitOutcome Refused(IReadOnlyList<int> conflicts)
    {
        ArgumentNullException.ThrowIfNull(conflicts);
        ArgumentOutOfRangeException.ThrowIfZero(conflicts.Count);
        return new CommitOutcome(conflicts);
    }

    /// <inheritdoc/>
    public bool Equals(CommitOutcome other) => ReferenceEquals(_conflicts, other._conflicts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CommitOutcome other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _conflicts?.GetHashCode() ?? 0;

    /// <summary>Compares by reference.</summary>
    public static bool operator ==(CommitOutcome left, CommitOutcome right) => left.Equals(right);

    /// <summary>Compares by reference.</summary>
    public static bool operator !=(CommitOutcome left, CommitOutcome right) => !left.Equals(right);
}
