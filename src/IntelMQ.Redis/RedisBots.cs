using IntelMQ.Bots;

namespace IntelMQ.Redis;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class RedisBots;
