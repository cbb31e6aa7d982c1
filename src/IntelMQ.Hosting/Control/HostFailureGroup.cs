namespace IntelMQ.Hosting.Control;

/// <summary>Failures of one bot for one reason.</summary>
/// <param name="Bot">The bot's id.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="Count">How many.</param>
/// <param name="Last">When the last was kept.</param>
public sealed record HostFailureGroup(string Bot, string Reason, long Count, DateTimeOffset Last);
