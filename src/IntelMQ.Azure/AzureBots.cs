using IntelMQ.Bots;

namespace IntelMQ.Azure;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class AzureBots;
