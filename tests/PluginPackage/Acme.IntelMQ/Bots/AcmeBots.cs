using IntelMQ.Bots;

namespace Acme.IntelMQ.Bots;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class AcmeBots;
