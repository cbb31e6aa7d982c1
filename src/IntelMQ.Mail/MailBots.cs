using IntelMQ.Bots;

namespace IntelMQ.Mail;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class MailBots;
