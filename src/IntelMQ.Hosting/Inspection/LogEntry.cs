namespace IntelMQ.Hosting.Inspection;

/// <summary>An entry of a bot's log in IntelMQ's form.</summary>
/// <param name="Date">When, as <c>yyyy-MM-ddTHH:mm:ss.ffffff</c>, in the zone of the machine that wrote it; a syslog line's as it stands there.</param>
/// <param name="BotId">The bot's id, without the number of an instance.</param>
/// <param name="Instance">The number of the instance; <see langword="null"/> where it is the only one.</param>
/// <param name="Level">DEBUG, INFO, WARNING, ERROR or CRITICAL.</param>
/// <param name="Message">The first line.</param>
/// <param name="More">The lines that follow; <see langword="null"/> where there are none.</param>
public sealed record LogEntry(string Date, string BotId, int? Instance, string Level, string Message, string? More = null);
