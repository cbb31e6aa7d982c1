using System.Collections.Frozen;
using IntelMQ.Azure;
using IntelMQ.Bots;
using IntelMQ.Kafka;
using IntelMQ.Mail;
using IntelMQ.MongoDb;
using IntelMQ.PostgreSql;
using IntelMQ.RabbitMq;
using IntelMQ.Redis;
using IntelMQ.Sqlite;

namespace IntelMQ.Replay;

/// <summary>The bots of all packages, by module path.</summary>
internal static class ReplayBots
{
    private static readonly FrozenDictionary<string, BotDescriptor> ByModule = ((IEnumerable<BotDescriptor>)
        [
            .. StandardBots.All,
            .. AzureBots.All,
            .. KafkaBots.All,
            .. MailBots.All,
            .. MongoDbBots.All,
            .. PostgreSqlBots.All,
            .. RabbitMqBots.All,
            .. RedisBots.All,
            .. SqliteBots.All,
        ])
        .SelectMany(static bot => bot.Aliases.Prepend(bot.Module).Select(module => (module, bot)))
        .ToFrozenDictionary(static named => named.module, static named => named.bot, StringComparer.Ordinal);

    /// <summary>The bot of a module path, or of its old one.</summary>
    public static BotDescriptor? Find(string? module) => module is null ? null : ByModule.GetValueOrDefault(module);
}
