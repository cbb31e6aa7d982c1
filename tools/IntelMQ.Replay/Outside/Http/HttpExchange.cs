namespace IntelMQ.Replay.Outside.Http;

/// <summary>A request as it came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path with its query; the whole URL where the bot called another host.</param>
/// <param name="IsWholeUrl">Whether the target is a whole URL.</param>
/// <param name="Headers">The headers, names in lower case.</param>
/// <param name="Body">The body.</param>
internal sealed record HttpExchange(string Method, string Target, bool IsWholeUrl, IReadOnlyDictionary<string, string> Headers, byte[] Body);
