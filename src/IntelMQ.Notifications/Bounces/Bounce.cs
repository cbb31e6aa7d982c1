namespace IntelMQ.Notifications.Bounces;

/// <summary>What a server says of a mail that it could not deliver (RFC 3464).</summary>
/// <param name="Recipient">The address, in small letters.</param>
/// <param name="MessageId">The Message-ID of the mail, without brackets; empty where the report does not say it.</param>
/// <param name="IsFinal">Whether it will not be delivered: action <c>failed</c> with a status of 5.</param>
/// <param name="Words">The status and the server's words, on one line.</param>
public sealed record Bounce(string Recipient, string MessageId, bool IsFinal, string Words);
