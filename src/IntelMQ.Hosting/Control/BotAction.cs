namespace IntelMQ.Hosting.Control;

/// <summary>What is done to bots.</summary>
public enum BotAction
{
    /// <summary>Nothing: how they stand is asked.</summary>
    Status,

    /// <summary>They are started.</summary>
    Start,

    /// <summary>They are stopped.</summary>
    Stop,

    /// <summary>They are made anew; those that were stopped are started.</summary>
    Restart,

    /// <summary>Those that run are made anew.</summary>
    Reload,
}
