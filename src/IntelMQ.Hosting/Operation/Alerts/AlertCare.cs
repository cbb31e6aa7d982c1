namespace IntelMQ.Hosting.Operation;

/// <summary>Who takes care of an alert. It stays when the alert is over, and counts when it is raised again.</summary>
/// <param name="Owner">Who it is; <see langword="null"/> for nobody.</param>
/// <param name="Note">What others should know.</param>
/// <param name="AcknowledgedUntil">Until when nobody is told, and the alert is no fault of the host's health.</param>
public sealed record AlertCare(string? Owner, string? Note, DateTimeOffset? AcknowledgedUntil)
{
    /// <summary>Nobody.</summary>
    public static AlertCare None { get; } = new(null, null, null);
}
