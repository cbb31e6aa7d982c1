namespace IntelMQ.Bots.Collectors;

/// <summary>A stream is refused for a reason that waiting does not mend, such as a wrong password.</summary>
internal sealed class StreamRefusedException(string message) : IOException(message);
