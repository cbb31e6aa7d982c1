using IntelMQ.Bots;

namespace IntelMQ.Sqlite;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class SqliteBots;
