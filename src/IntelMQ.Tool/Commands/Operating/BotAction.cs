namespace IntelMQ.Tool.Commands.Operating;

/// <summary>What is done to bots.</summary>
internal enum BotAction
{
    Status,
    Start,
    Stop,
    Restart,
    Reload,
}
