namespace IntelMQ.State;

/// <summary>The sizes that every store of state takes.</summary>
public static class StateLimits
{
    /// <summary>The longest key, in bytes.</summary>
    public const int MaxKey = 1024;

    /// <summary>The longest value, in bytes: a large event with a margin.</summary>
    public const int MaxValue = 64 * 1024 * 1024;
}
