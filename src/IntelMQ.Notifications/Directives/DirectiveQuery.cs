namespace IntelMQ.Notifications.Directives;

/// <summary>A question for directives; they come in the order in which they were added. What is <see langword="null"/> does not count.</summary>
public sealed record DirectiveQuery
{
    /// <summary>The most directives that one query gives.</summary>
    public const int MaxLimit = 100_000;

    /// <summary>Only of this batch.</summary>
    public string? Batch { get; init; }

    /// <summary>Only those to this recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>Only those in this language.</summary>
    public string? Language { get; init; }

    /// <summary>Only those with this protection.</summary>
    public MailProtection? Protection { get; init; }

    /// <summary>Only in this state.</summary>
    public DirectiveState? State { get; init; }

    /// <summary>Only those in this mail.</summary>
    public string? Mail { get; init; }

    /// <summary>Only those about this: <see cref="Directive.About"/>.</summary>
    public string? About { get; init; }

    /// <summary>Only those behind this <see cref="StoredDirective.Id"/>.</summary>
    public long After { get; init; }

    /// <summary>How many at most: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 1000;
}
