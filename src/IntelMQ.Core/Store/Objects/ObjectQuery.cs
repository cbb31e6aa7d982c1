namespace IntelMQ.Store;

/// <summary>A question for objects; the last seen come first.</summary>
public sealed record ObjectQuery
{
    /// <summary>The most objects that one query gives.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Only objects of this kind; <see langword="null"/> for all.</summary>
    public ObjectKind? Kind { get; init; }

    /// <summary>Only this address, name or URL; <see langword="null"/> for all.</summary>
    public string? Value { get; init; }

    /// <summary>Only objects of this feed; <see langword="null"/> for all.</summary>
    public string? Feed { get; init; }

    /// <summary>Only objects that were seen at this time or later; <see langword="null"/> for all.</summary>
    public DateTimeOffset? SeenFrom { get; init; }

    /// <summary>How many at most: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
