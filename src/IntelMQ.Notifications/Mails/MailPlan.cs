using IntelMQ.Notifications.Directives;

namespace IntelMQ.Notifications.Mails;

/// <summary>What a run of a batch would send: nothing is sent by making one.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Mails">What is sent now, by recipient, language and protection.</param>
/// <param name="Waiting">What waits for its recipient's time.</param>
/// <param name="HeldBack">What is held or dropped, with the reason.</param>
/// <param name="Stops">What an automatic run stops for; empty for nothing.</param>
public sealed record MailPlan(string Batch, IReadOnlyList<PlannedMail> Mails, IReadOnlyList<PlannedMail> Waiting, IReadOnlyList<DirectiveGroup> HeldBack, IReadOnlyList<string> Stops)
{
    /// <summary>How many events are told.</summary>
    public long Rows => Mails.Sum(static mail => mail.Rows);

    /// <summary>How many recipients are told.</summary>
    public int Recipients => Mails.Select(static mail => mail.Recipient).Distinct().Count();
}
