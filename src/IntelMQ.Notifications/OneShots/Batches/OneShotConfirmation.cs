namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>That somebody has looked at a one-shot and wants it to be sent.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="NotBefore">When sending begins; until then it can be taken back.</param>
/// <param name="Recipients">To how many recipients.</param>
/// <param name="Rows">About how many rows.</param>
public sealed record OneShotConfirmation(string By, DateTimeOffset At, DateTimeOffset NotBefore, long Recipients, long Rows);
