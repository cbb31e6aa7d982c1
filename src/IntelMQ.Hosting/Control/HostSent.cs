namespace IntelMQ.Hosting.Control;

/// <summary>A message that a bot sends.</summary>
/// <param name="Path">The path along which.</param>
/// <param name="Json">The message as JSON, with <c>__type</c>.</param>
public sealed record HostSent(string Path, string Json);
