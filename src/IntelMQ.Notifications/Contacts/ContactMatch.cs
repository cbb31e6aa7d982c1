namespace IntelMQ.Notifications.Contacts;

/// <summary>An entry that a source names for a question.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Entry">The entry.</param>
public sealed record ContactMatch(string Source, ContactEntry Entry)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Entry.Contact.Email} for {Entry.Object} ({Source}, {(Entry.Origin == ContactOrigin.Manual ? "manual" : "imported")})";
}
