using IntelMQ.Azure;
using IntelMQ.Bots;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Misp;
using IntelMQ.MongoDb;
using IntelMQ.PostgreSql;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.S3;
using IntelMQ.Sqlite;

namespace IntelMQ.Replay;

/// <summary>The bots of all packages, by module path.</summary>
internal static class ReplayBots
{
    /// <summary>All of them.</summary>
    public static BotCatalog All { get; } = new BotCatalog()
        .Add(StandardBots.All)
        .Add(AzureBots.All)
        .Add(KafkaBots.All)
        .Add(MailBots.All)
        .Add(MispBots.All)
        .Add(MongoDbBots.All)
        .Add(PostgreSqlBots.All)
        .Add(RabbitMqBots.All)
        .Add(RedisBots.All)
        .Add(S3Bots.All)
        .Add(SqliteBots.All);

    /// <summary>The bot of a module path, or of its old one.</summary>
    public static BotDescriptor? Find(string? module) => module is not null && All.TryGet(module, out BotDescriptor? bot) ? bot : null;
}
