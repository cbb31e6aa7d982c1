using System.Data.Common;
using IntelMQ.Azure;
using IntelMQ.Bots;
using IntelMQ.Formats;
using IntelMQ.Hosting.Brokers;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Misp;
using IntelMQ.MongoDb;
using IntelMQ.PostgreSql;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.S3;
using IntelMQ.Sqlite;
using IntelMQ.Tool.Brokers;

namespace IntelMQ.Tool;

/// <summary>What the command brings along: the bots and brokers of all packages.</summary>
internal static class Installed
{
    public static BotCatalog Bots { get; } = new BotCatalog()
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
        .Add(SqliteBots.All)
        .AddFormats(StandardFormats.All)
        .AddFormats(MispObject.Format);

    public static IReadOnlyList<IBrokerProvider> Brokers { get; } = [new SqliteProvider(), new RedisProvider(), new RedisStreamsProvider(), new AmqpProvider()];

    public static IReadOnlyDictionary<string, DbProviderFactory> Databases { get; } = new Dictionary<string, DbProviderFactory>
    {
        ["sqlite"] = SqliteDriver.Instance,
        ["postgresql"] = PostgreSqlDriver.Instance,
    };
}
