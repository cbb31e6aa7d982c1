namespace IntelMQ.Jobs;

/// <summary>How far a job is.</summary>
/// <param name="Done">How much is done, in the job's own unit.</param>
/// <param name="Total">How much there is; <see langword="null"/> where that is not known.</param>
/// <param name="Note">What is being done; one line.</param>
public sealed record JobProgress(long Done, long? Total, string Note)
{
    /// <summary>Nothing is done yet.</summary>
    public static JobProgress None { get; } = new(0, null, "");
}
