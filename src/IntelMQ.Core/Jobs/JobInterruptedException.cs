namespace IntelMQ.Jobs;

/// <summary>A job is to rest or to end, or is another's now.</summary>
public sealed class JobInterruptedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="signal">What the worker was told.</param>
    public JobInterruptedException(JobSignal signal)
        : base($"The job was told: {signal}.")
        => Signal = signal;

    /// <summary>What the worker was told.</summary>
    public JobSignal Signal { get; }
}
