using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Mails;

/// <summary>What one recipient is to be sent.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Recipient">The e-mail address.</param>
/// <param name="Language">The language.</param>
/// <param name="Protection">What the mails must have.</param>
/// <param name="Rows">How many events.</param>
public sealed record PlannedMail(string Batch, string Recipient, string Language, MailProtection Protection, long Rows)
{
    /// <summary>When the recipient was sent a mail last; <see langword="null"/> for never.</summary>
    public DateTimeOffset? LastMail { get; init; }

    /// <summary>Until when it waits, since the recipient wants a longer time between mails; <see langword="null"/> where it does not.</summary>
    public DateTimeOffset? Waits { get; init; }
}
