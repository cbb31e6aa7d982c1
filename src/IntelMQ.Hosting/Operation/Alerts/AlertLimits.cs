namespace IntelMQ.Hosting.Operation;

/// <summary>When alerts of a bot are raised; a limit that is <see langword="null"/> raises none.</summary>
public sealed record AlertLimits
{
    /// <summary>A collector has sent nothing for so many times its interval; 3 by default.</summary>
    public double? SilentTimes { get; init; } = 3;

    /// <summary>So many of a hundred messages (of a parser: lines) failed; 20 by default.</summary>
    public double? FailuresPercent { get; init; } = 20;

    /// <summary>Over how many minutes failures are counted; 15 by default.</summary>
    public double FailuresMinutes { get; init; } = 15;

    /// <summary>Fewer messages than so many in that time say nothing; 20 by default.</summary>
    public double FailuresLeast { get; init; } = 20;

    /// <summary>The oldest message of a queue has waited for so many minutes; 60 by default.</summary>
    public double? QueueMinutes { get; init; } = 60;

    internal bool Has(string rule) => rule switch
    {
        "silent" => SilentTimes is not null,
        "failures" => FailuresPercent is not null,
        _ => QueueMinutes is not null,
    };
}
