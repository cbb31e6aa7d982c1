namespace IntelMQ.Jobs;

/// <summary>What the worker is to do next.</summary>
public enum JobSignal
{
    /// <summary>Go on.</summary>
    GoOn,

    /// <summary>Rest: end with <see cref="JobEnd.Paused"/>.</summary>
    Pause,

    /// <summary>End with <see cref="JobEnd.Cancelled"/>.</summary>
    Cancel,

    /// <summary>Another has the job: stop at once, nothing was saved.</summary>
    Lost,
}
