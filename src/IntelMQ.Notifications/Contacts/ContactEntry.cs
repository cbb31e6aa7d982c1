namespace IntelMQ.Notifications.Contacts;

/// <summary>That a contact is responsible for something, and when that counts.</summary>
/// <param name="Object">What for.</param>
/// <param name="Contact">Who.</param>
public sealed record ContactEntry(ContactObject Object, Contact Contact)
{
    /// <summary>How it came about.</summary>
    public ContactOrigin Origin { get; init; } = ContactOrigin.Imported;

    /// <summary>Until when it counts, that moment excluded; without an end by default.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Why nothing is sent to the address, such as that mails came back; <see langword="null"/> where it may be used.</summary>
    public string? Disabled { get; init; }

    /// <summary>For which events it counts; for all by default.</summary>
    public ContactCondition? Condition { get; init; }

    /// <summary>Why nobody is told about this object; <see langword="null"/> where the contact is.</summary>
    public string? Inhibits { get; init; }
}
