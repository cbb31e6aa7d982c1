namespace IntelMQ.Records;

/// <summary>Which entries to read; all that is set has to fit.</summary>
public sealed record AuditFilter
{
    /// <summary>Who.</summary>
    public string? Who { get; init; }

    /// <summary>What was done.</summary>
    public string? Action { get; init; }

    /// <summary>What it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only entries below this number: the last one of the page before; <see langword="null"/> for the newest.</summary>
    public long? Below { get; init; }

    /// <summary>How many at most, 1 to 1000.</summary>
    public int Count { get; init; } = 100;
}
