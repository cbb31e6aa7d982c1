namespace IntelMQ.Hosting.Control;

/// <summary>A message of a queue.</summary>
/// <param name="Json">The message as JSON, with <c>__type</c>; of a payload that is no message, a report that has it as <c>raw</c>.</param>
/// <param name="Unreadable">Why the payload is no message; <see langword="null"/> where it is one.</param>
public sealed record HostMessage(string Json, string? Unreadable = null);
