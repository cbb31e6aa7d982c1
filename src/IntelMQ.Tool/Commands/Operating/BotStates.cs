using IntelMQ.Hosting.Control;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary>IntelMQ's words for how bots stand.</summary>
internal static class BotStates
{
    public const string Running = "running";
    public const string Stopped = "stopped";
    public const string Disabled = "disabled";
    public const string Unknown = "unknown";

    public static string Of(HostBotState state) => state switch
    {
        HostBotState.Running => Running,
        HostBotState.Disabled => Disabled,
        HostBotState.Stopped => Stopped,
        _ => Unknown,
    };
}
