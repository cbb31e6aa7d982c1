namespace IntelMQ.State;

/// <summary>What has to be true of a key for a change to be stored. Where it is not, nothing of the whole commit is stored.</summary>
public enum StateCondition
{
    /// <summary>Nothing: the change replaces what is there.</summary>
    None,

    /// <summary>The key is not there, or its time is over.</summary>
    Absent,
}
