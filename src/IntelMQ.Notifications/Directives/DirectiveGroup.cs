namespace IntelMQ.Notifications.Directives;

/// <summary>How many directives of a batch are one recipient's, in one language, with one protection, and in one state.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Recipient">The e-mail address.</param>
/// <param name="Language">The language.</param>
/// <param name="Protection">What the mail must have.</param>
/// <param name="State">The state.</param>
/// <param name="Reason">Why they are in that state, where they are held or dropped.</param>
/// <param name="Rows">How many.</param>
/// <param name="Interval">The longest <see cref="Directive.Interval"/> of them.</param>
public sealed record DirectiveGroup(string Batch, string Recipient, string Language, MailProtection Protection, DirectiveState State, string? Reason, long Rows, TimeSpan Interval);
