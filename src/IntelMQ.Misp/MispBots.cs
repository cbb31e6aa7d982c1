using IntelMQ.Bots;

namespace IntelMQ.Misp;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class MispBots;
