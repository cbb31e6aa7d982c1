namespace IntelMQ.Notifications.Sending;

/// <summary>What a round of sending did.</summary>
public sealed record SendResult
{
    /// <summary>Mails that a server took.</summary>
    public int Accepted { get; init; }

    /// <summary>Mails that were put off.</summary>
    public int Later { get; init; }

    /// <summary>Mails that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Mails of which nobody knows.</summary>
    public int Uncertain { get; init; }

    /// <summary>Why the round ended before all was tried; <see langword="null"/> where it did not.</summary>
    public string? Stopped { get; init; }
}
