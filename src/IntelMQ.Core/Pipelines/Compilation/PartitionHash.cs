namespace IntelMQ.Pipelines;

/// <summary>Spreads values over the parts of a queue: FNV-1a, which is the same in every process.</summary>
internal static class PartitionHash
{
    public static uint Of(ReadOnlySpan<byte> value)
    {
        uint hash = 2166136261;
        foreach (byte b in value)
            hash = (hash ^ b) * 16777619;
        // The low bits of short texts that count up are not mixed well.
        return hash ^ (hash >> 15);
    }
}
