namespace IntelMQ.Jobs;

/// <summary>Which jobs to list; all that is set has to fit.</summary>
public sealed record JobFilter
{
    /// <summary>The most that a list holds.</summary>
    public const int MaxCount = 1000;

    /// <summary>The kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The owner.</summary>
    public string? Owner { get; init; }

    /// <summary>The state.</summary>
    public JobState? State { get; init; }

    /// <summary>The last job of the page before; <see langword="null"/> for the first page.</summary>
    public Job? After { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaxCount"/>.</summary>
    public int Count { get; init; } = 100;
}
