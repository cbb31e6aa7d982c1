namespace IntelMQ.State;

/// <summary>What a bot asks for when it opens a space.</summary>
public sealed class StateSpaceOptions
{
    /// <inheritdoc cref="StateSpaceDeclaration.MaxKeys"/>
    public long? MaxKeys { get; init; }

    /// <inheritdoc cref="StateSpaceDeclaration.Shared"/>
    public SharedCache? Shared { get; init; }

    /// <inheritdoc cref="StateSpaceDeclaration.IsFenced"/>
    public bool IsFenced { get; init; }
}
