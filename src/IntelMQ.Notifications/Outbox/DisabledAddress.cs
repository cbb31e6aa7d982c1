namespace IntelMQ.Notifications.Outbox;

/// <summary>An address that nothing is sent to.</summary>
/// <param name="Address">The address, in small letters.</param>
/// <param name="Reason">Why, such as the words of a server that sent a mail back.</param>
/// <param name="Since">Since when.</param>
public sealed record DisabledAddress(string Address, string Reason, DateTimeOffset Since);
