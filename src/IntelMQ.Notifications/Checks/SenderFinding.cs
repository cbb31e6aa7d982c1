namespace IntelMQ.Notifications.Checks;

/// <summary>What was found about a sender.</summary>
/// <param name="Subject"><c>SPF</c>, <c>DKIM</c> or <c>DMARC</c>.</param>
/// <param name="IsGood">Whether it fits; <see langword="null"/> where that cannot be said from here.</param>
/// <param name="Words">What was found, and what to do.</param>
public sealed record SenderFinding(string Subject, bool? IsGood, string Words);
