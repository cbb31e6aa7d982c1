using IntelMQ.Bots;

namespace IntelMQ.MongoDb;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class MongoDbBots;
