namespace IntelMQ.Notifications.Mails;

/// <summary>What a mail has beside its events.</summary>
public sealed record MailOccasion
{
    /// <summary>The ticket number; <see langword="null"/> for none.</summary>
    public string? Ticket { get; init; }

    /// <summary>The Message-ID of the mail that it follows, without brackets; <see langword="null"/> for none.</summary>
    public string? Follows { get; init; }

    /// <summary>Who gets it in place of its recipient, with a banner and a changed subject; <see langword="null"/> for the recipient.</summary>
    public string? DivertedTo { get; init; }
}
