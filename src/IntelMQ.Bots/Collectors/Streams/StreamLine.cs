namespace IntelMQ.Bots.Collectors;

/// <summary>A line of a stream.</summary>
/// <param name="Data">Its bytes without the line end; of one that is too long, the beginning.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct StreamLine(byte[] Data, long Length)
{
    /// <summary>Whether it is longer than is allowed.</summary>
    public bool IsTooLong => Length > Data.Length;
}
