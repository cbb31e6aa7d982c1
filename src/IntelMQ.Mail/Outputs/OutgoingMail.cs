using MimeKit;

namespace IntelMQ.Mail.Outputs;

/// <summary>A mail that is ready to be sent.</summary>
/// <param name="Message">The mail.</param>
/// <param name="Sender">Whom the server is told it comes from.</param>
/// <param name="Recipients">Whom it goes to.</param>
internal sealed record OutgoingMail(MimeMessage Message, MailboxAddress Sender, IReadOnlyList<MailboxAddress> Recipients);
