namespace IntelMQ.Notifications.Contacts;

/// <summary>An entry that a source names, and that is not used.</summary>
/// <param name="Match">The entry.</param>
/// <param name="Reason">Why, as a clause: "it ended on 2026-11-30".</param>
public sealed record PassedOverMatch(ContactMatch Match, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Match}: {Reason}";
}
