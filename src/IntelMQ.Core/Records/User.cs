namespace IntelMQ.Records;

/// <summary>Who may sign in.</summary>
/// <param name="Name">The name to sign in with; compared to the letter.</param>
/// <param name="Role">What the user may do; a role's name.</param>
public sealed record User(string Name, string Role)
{
    /// <summary>Counts changes; 0 for a user that is not stored yet.</summary>
    public long Version { get; init; }

    /// <summary>The hash of the password, with how it was made; <see langword="null"/> for who signs in elsewhere.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Whether the user may not sign in.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>How many attempts in a row had a wrong password.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>Until when no attempt is looked at.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>What the user has chosen, such as language and colours; JSON.</summary>
    public string Preferences { get; init; } = "{}";

    /// <summary>Names and roles only: no hash gets into a log by accident.</summary>
    public override string ToString() => $"{Name} ({Role})";
}
