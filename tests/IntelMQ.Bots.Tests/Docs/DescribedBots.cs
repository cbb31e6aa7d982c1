using IntelMQ.Azure;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.Misp;
using IntelMQ.MongoDb;
using IntelMQ.PostgreSql;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.S3;
using IntelMQ.Sqlite;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The bots that have pages: those of all packages, by kind and module path.</summary>
internal static class DescribedBots
{
    public static IReadOnlyList<BotDescriptor> All { get; } =
    [
        .. ((IEnumerable<BotDescriptor>)[.. StandardBots.All, .. AzureBots.All, .. KafkaBots.All, .. MailBots.All, .. MispBots.All, .. MongoDbBots.All, .. PostgreSqlBots.All, .. RabbitMqBots.All, .. RedisBots.All, .. S3Bots.All, .. SqliteBots.All])
            .OrderBy(static bot => bot.Kind).ThenBy(static bot => bot.Module, StringComparer.Ordinal),
    ];

    /// <summary>Their documentation files.</summary>
    public static IEnumerable<string> Files => All.Select(static bot => $"{bot.BotType.Assembly.GetName().Name}.xml").Distinct();
}
