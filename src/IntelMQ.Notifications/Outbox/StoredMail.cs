namespace IntelMQ.Notifications.Outbox;

/// <summary>A mail of the outbox.</summary>
/// <param name="Mail">The mail; its content is empty where it was not asked for.</param>
/// <param name="State">Where it is.</param>
/// <param name="Prepared">When it was made.</param>
public sealed record StoredMail(OutgoingMail Mail, MailState State, DateTimeOffset Prepared)
{
    /// <summary>How often a server was asked to take it.</summary>
    public int Attempts { get; init; }

    /// <summary>Before when it is not tried again.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>What the server, or a person, said last.</summary>
    public string? Words { get; init; }

    /// <summary>When it came into its state.</summary>
    public DateTimeOffset Changed { get; init; }
}
