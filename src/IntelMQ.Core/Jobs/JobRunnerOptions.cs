using System.Globalization;

namespace IntelMQ.Jobs;

/// <summary>How a runner does jobs.</summary>
public sealed record JobRunnerOptions
{
    /// <summary>Who it is: the machine's name and the process by default.</summary>
    public string Worker { get; init; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}");

    /// <summary>How long a job is a runner's without a sign of life; a minute by default.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait where there is nothing to do; a second by default.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a job is taken up before it counts as failed; 5 by default.</summary>
    public int MaxAttempts { get; init; } = 5;
}
