using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>One bot that gets what leaves another.</summary>
/// <param name="Path">The way out, <see cref="BotPath.Default"/> where it has no name.</param>
/// <param name="BotId">The receiver's id.</param>
public sealed record BotDestination(string Path, string BotId)
{
    /// <summary>Where it stands in the document it was read from; no part of what makes two destinations equal.</summary>
    public DocumentPlace? Place { get; init; }

    /// <inheritdoc/>
    public bool Equals(BotDestination? other) => other is not null && Path == other.Path && BotId == other.BotId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Path, BotId);

    /// <inheritdoc/>
    public override string ToString() => $"{Path} -> {BotId}";
}
