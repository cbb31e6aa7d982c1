namespace IntelMQ.Bots.Collectors;

/// <summary>A request that is none, or is too large.</summary>
internal sealed class PushException(int status) : Exception
{
    /// <summary>The status to answer with.</summary>
    public int Status { get; } = status;
}
