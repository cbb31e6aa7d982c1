using IntelMQ.Bots;

namespace IntelMQ.S3;

/// <summary>The bots of this package.</summary>
[BotList]
public static partial class S3Bots;
