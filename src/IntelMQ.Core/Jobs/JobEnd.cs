namespace IntelMQ.Jobs;

/// <summary>How a worker leaves a job.</summary>
/// <param name="State">Where it stands then.</param>
/// <param name="Result">What came of it, or why it failed.</param>
/// <param name="Due">When it is to be taken up again, where it waits.</param>
public sealed record JobEnd(JobState State, string? Result, DateTimeOffset? Due)
{
    /// <summary>It was called off.</summary>
    public static JobEnd Cancelled { get; } = new(JobState.Cancelled, null, null);

    /// <summary>It rests until it is resumed.</summary>
    public static JobEnd Paused { get; } = new(JobState.Paused, null, null);

    /// <summary>It is done.</summary>
    /// <param name="result">What came of it, as JSON.</param>
    public static JobEnd Done(string? result) => new(JobState.Done, result, null);

    /// <summary>It cannot be done.</summary>
    /// <param name="reason">Why.</param>
    public static JobEnd Failed(string reason) => new(JobState.Failed, reason, null);

    /// <summary>It is to be taken up again.</summary>
    /// <param name="due">When, at the earliest.</param>
    /// <param name="reason">Why it is not done yet.</param>
    public static JobEnd Again(DateTimeOffset due, string? reason) => new(JobState.Waiting, reason, due);
}
