namespace IntelMQ.Notifications.Sending;

/// <summary>What became of a mail at a server.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Words">The server's words, or what went wrong.</param>
public sealed record MailDelivery(DeliveryOutcome Outcome, string Words);
