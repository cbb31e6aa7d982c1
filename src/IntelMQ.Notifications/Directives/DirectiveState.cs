namespace IntelMQ.Notifications.Directives;

/// <summary>What became of a directive.</summary>
public enum DirectiveState
{
    /// <summary>It waits for the next mail of its batch.</summary>
    Pending,

    /// <summary>It is held back; a person may let it go on.</summary>
    Held,

    /// <summary>A person, or a rule, has decided that it is not told.</summary>
    Dropped,

    /// <summary>It is in a mail of the outbox.</summary>
    Mailed,
}
