namespace IntelMQ.Hosting.Control;

/// <summary>Whether a bot runs.</summary>
public enum HostBotState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It does not: somebody has stopped it, it could not start, or the host's run has not begun or has ended.</summary>
    Stopped,

    /// <summary>It does not, since the configuration says so.</summary>
    Disabled,

    /// <summary>It runs elsewhere, and this host does not know how it stands.</summary>
    Foreign,
}
