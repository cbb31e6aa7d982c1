namespace IntelMQ.State;

/// <summary>What stays unsettled while something of it is held in memory alone.</summary>
internal interface IHoldAnchor
{
    /// <summary>So much more of it is held.</summary>
    void Retain(int count);

    /// <summary>So much less of it is held.</summary>
    void Release(int count);
}
