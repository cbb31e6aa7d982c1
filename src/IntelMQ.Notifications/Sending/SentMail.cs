using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Sending;

/// <summary>A mail and what became of it just now.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="State">Its state.</param>
/// <param name="Words">The server's words.</param>
public sealed record SentMail(OutgoingMail Mail, MailState State, string Words);
