namespace IntelMQ.Notifications.Contacts;

/// <summary>A source that gave no answer, so that contacts may be missing.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record SilentSource(string Source, string Reason);
