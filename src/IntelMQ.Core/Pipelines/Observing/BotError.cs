namespace IntelMQ.Pipelines;

/// <summary>What went wrong with a bot last.</summary>
/// <param name="Reason">A sentence.</param>
/// <param name="Time">When.</param>
public sealed record BotError(string Reason, DateTimeOffset Time);
