namespace IntelMQ.Jobs;

/// <summary>What people demand of a job.</summary>
public enum JobDemand
{
    /// <summary>Nothing: go on.</summary>
    None,

    /// <summary>Rest at the next good place.</summary>
    Pause,

    /// <summary>Go on after a rest.</summary>
    Resume,

    /// <summary>End at the next good place.</summary>
    Cancel,
}
