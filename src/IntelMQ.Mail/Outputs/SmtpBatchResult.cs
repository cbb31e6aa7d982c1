namespace IntelMQ.Mail.Outputs;

/// <summary>What was sent, and what waits for the next time.</summary>
/// <param name="Mails">How many mails were sent.</param>
/// <param name="Events">How many events they hold.</param>
/// <param name="Failed">The contacts whose events wait, and why.</param>
public sealed record SmtpBatchResult(int Mails, int Events, IReadOnlyList<SmtpBatchFailure> Failed);

/// <summary>A contact whose mail was not sent.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Reason">Why, with the server's words.</param>
public sealed record SmtpBatchFailure(string Contact, string Reason);

/// <summary>A contact with events that wait.</summary>
/// <param name="Contact">The contact, as <c>source.abuse_contact</c> says; several addresses have commas between them.</param>
/// <param name="Events">The events as JSON, in the order in which they came.</param>
public sealed record SmtpBatchContact(string Contact, IReadOnlyList<string> Events);
