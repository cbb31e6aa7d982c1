namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>What mails of a one-shot say in a language; templates.</summary>
/// <param name="Language">The language, such as <c>en</c>.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Body">The text.</param>
public sealed record OneShotText(string Language, string Subject, string Body);
