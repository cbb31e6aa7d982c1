namespace IntelMQ.Notifications.Contacts;

/// <summary>Whom to tell.</summary>
/// <param name="Email">The e-mail address.</param>
public sealed record Contact(string Email)
{
    /// <summary>The organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>The language that mails are written in, such as <c>de</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Words that rules ask for, such as a sector.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
