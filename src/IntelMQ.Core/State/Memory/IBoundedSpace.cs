namespace IntelMQ.State;

/// <summary>A space that counts what had to make room.</summary>
internal interface IBoundedSpace
{
    /// <summary>How many keys made room for others before their time was over.</summary>
    long Evictions { get; }
}
