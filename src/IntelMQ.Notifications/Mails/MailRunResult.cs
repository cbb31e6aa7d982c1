namespace IntelMQ.Notifications.Mails;

/// <summary>What became of a run.</summary>
/// <param name="Mails">How many mails are in the outbox that were not before.</param>
/// <param name="Rows">How many events they tell.</param>
/// <param name="Held">Why mails were not made, by recipient.</param>
/// <param name="Stops">Why the run stopped before it began; empty where it did not.</param>
public sealed record MailRunResult(int Mails, long Rows, IReadOnlyDictionary<string, string> Held, IReadOnlyList<string> Stops);
