namespace IntelMQ.Notifications.Outbox;

/// <summary>What was prepared on a day (UTC).</summary>
/// <param name="Day">The day.</param>
/// <param name="Mails">How many mails.</param>
/// <param name="Recipients">How many recipients.</param>
/// <param name="Rows">How many events.</param>
public sealed record MailDay(DateOnly Day, long Mails, long Recipients, long Rows);
