namespace IntelMQ.Notifications.Outbox;

/// <summary>Whether all mail is held.</summary>
/// <param name="IsHeld">Whether nothing is sent.</param>
/// <param name="Reason">Why, or why no more.</param>
/// <param name="By">Who decided it.</param>
/// <param name="Since">Since when; <see langword="null"/> where nobody has decided yet.</param>
public sealed record MailHold(bool IsHeld, string Reason, string By, DateTimeOffset? Since)
{
    /// <summary>How a new installation begins.</summary>
    public static MailHold Initial { get; } = new(true, "A new installation sends nothing until somebody releases its mail.", "", null);
}
