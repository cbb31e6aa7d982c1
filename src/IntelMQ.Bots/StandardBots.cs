namespace IntelMQ.Bots;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class StandardBots;
