namespace IntelMQ.Notifications.Outbox;

/// <summary>A question for mails; those made last come first. What is <see langword="null"/> does not count.</summary>
public sealed record MailQuery
{
    /// <summary>The most mails that one query gives.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Only this mail.</summary>
    public string? Id { get; init; }

    /// <summary>Only of this batch.</summary>
    public string? Batch { get; init; }

    /// <summary>Only those with this recipient's events.</summary>
    public string? Recipient { get; init; }

    /// <summary>Only with this ticket number.</summary>
    public string? Ticket { get; init; }

    /// <summary>Only in this state.</summary>
    public MailState? State { get; init; }

    /// <summary>Whether the mails' contents are wanted.</summary>
    public bool WithContent { get; init; }

    /// <summary>How many are passed over.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}
