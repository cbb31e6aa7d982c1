namespace IntelMQ.Notifications.Contacts;

/// <summary>What a contact is responsible for, in the order in which it counts.</summary>
public enum ContactObjectKind
{
    /// <summary>A host or domain name with all names below it.</summary>
    Name,

    /// <summary>A network, or a single address.</summary>
    Network,

    /// <summary>An autonomous system.</summary>
    As,

    /// <summary>A country.</summary>
    Country,
}
