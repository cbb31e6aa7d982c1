namespace IntelMQ.Hosting.Control;

/// <summary>IntelMQ's words for how bots stand.</summary>
public static class BotStates
{
    /// <summary>It runs.</summary>
    public const string Running = "running";

    /// <summary>It does not.</summary>
    public const string Stopped = "stopped";

    /// <summary>It does not, since the configuration says so.</summary>
    public const string Disabled = "disabled";

    /// <summary>Nobody here knows.</summary>
    public const string Unknown = "unknown";

    /// <summary>The word for a state.</summary>
    public static string Of(HostBotState state) => state switch
    {
        HostBotState.Running => Running,
        HostBotState.Disabled => Disabled,
        HostBotState.Stopped => Stopped,
        _ => Unknown,
    };
}
