namespace IntelMQ.Pipelines;

/// <summary>What a bot does just now.</summary>
public enum BotActivity
{
    /// <summary>The pipeline is not running.</summary>
    Idle,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Somebody has stopped it; what is sent to it waits in its queue.</summary>
    Stopped,

    /// <summary>The definition says that it does not run; what is sent to it waits in its queue.</summary>
    Disabled,

    /// <summary>It runs in another process.</summary>
    Foreign,
}
