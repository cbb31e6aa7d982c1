namespace IntelMQ.Bots;

/// <summary>What an expert says of an event: keep it (the default), drop it, or send it along named paths.</summary>
public readonly struct Verdict : IEquatable<Verdict>
{
    private static readonly string[] NoPaths = [];

    private readonly string[]? _paths;

    private Verdict(string[] paths) => _paths = paths;

    /// <summary>The event goes on along <c>_default</c>.</summary>
    public static Verdict Keep => default;

    /// <summary>The event ends here.</summary>
    public static Verdict Drop => new(NoPaths);

    /// <summary>Whether the event goes on along <c>_default</c> only.</summary>
    public bool IsKeep => _paths is null;

    /// <summary>Whether the event ends here.</summary>
    public bool IsDrop => _paths is { Length: 0 };

    /// <summary>The paths that the event takes, in their order; each receiver gets an event of its own.</summary>
    public IReadOnlyList<string> Paths => _paths ?? [BotPath.Default];

    /// <summary>The same without an allocation; empty for keep and drop.</summary>
    internal ReadOnlySpan<string> NamedPaths => _paths;

    /// <summary>The event goes along the paths named, in their order.</summary>
    /// <param name="paths">Paths that the bot declares, or <see cref="BotPath.Default"/>.</param>
    public static Verdict To(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new(paths);
    }

    /// <inheritdoc/>
    public bool Equals(Verdict other) => Paths.SequenceEqual(other.Paths, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Verdict other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Paths.Aggregate(0, static (hash, path) => HashCode.Combine(hash, path));

    /// <summary>Compares the paths.</summary>
    public static bool operator ==(Verdict left, Verdict right) => left.Equals(right);

    /// <summary>Compares the paths.</summary>
    public static bool operator !=(Verdict left, Verdict right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsDrop ? "drop" : IsKeep ? "keep" : $"to {string.Join(", ", Paths)}";
}
