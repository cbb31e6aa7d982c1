using IntelMQ.Bots;

namespace IntelMQ.PostgreSql;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class PostgreSqlBots;
