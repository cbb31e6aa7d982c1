namespace IntelMQ.Pipelines;

/// <summary>How often, and after which pauses, work is tried again that an error of a service stopped.</summary>
public sealed record RetryPolicy
{
    /// <summary>No second try.</summary>
    public static RetryPolicy None { get; } = new() { MaxRetries = 0 };

    /// <summary>The tries after the first; 3 by default, as in IntelMQ.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>The pause before the second try; 1 second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much longer each pause is than the one before; 2 by default.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest pause; 1 minute by default.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The pause before a retry.</summary>
    /// <param name="retry">The number of the retry, from 1.</param>
    internal TimeSpan PauseBefore(int retry)
    {
        double milliseconds = Delay.TotalMilliseconds * Math.Pow(Factor, retry - 1);
        return milliseconds < MaxDelay.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : MaxDelay;
    }

    internal IEnumerable<string> Faults()
    {
        if (MaxRetries < 0)
            yield return $"the number of retries is {MaxRetries}, but must not be negative.";
        if (Delay < TimeSpan.Zero || MaxDelay < TimeSpan.Zero || !(Factor >= 1) || double.IsInfinity(Factor))
            yield return "the pauses between retries must not be negative, nor become shorter.";
    }

    /// <summary>Whether an error is one of a service, which may be gone the next time.</summary>
    internal static bool IsTransient(Exception exception)
        => (exception is IOException or HttpRequestException or TimeoutException or OperationCanceledException) && !IsOfTheProgram(exception);

    // A part of the program that is missing or damaged stays so; .NET tells of it as of a file.
    private static bool IsOfTheProgram(Exception exception)
        => exception is FileLoadException || (exception is FileNotFoundException { FileName: { } name } && name.Contains(", Version=", StringComparison.Ordinal));
}
