namespace IntelMQ.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Nobody works on it yet, or again.</summary>
    Waiting,

    /// <summary>Somebody works on it.</summary>
    Running,

    /// <summary>It rests until it is resumed.</summary>
    Paused,

    /// <summary>It has come to its end.</summary>
    Done,

    /// <summary>It cannot be done; the result says why.</summary>
    Failed,

    /// <summary>It was called off.</summary>
    Cancelled,
}
