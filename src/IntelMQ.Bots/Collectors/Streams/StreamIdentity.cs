namespace IntelMQ.Bots.Collectors;

/// <summary>Names what a stream has sent. It does not send anything again, so what is alike is another message.</summary>
internal static class StreamIdentity
{
    public static byte[] New() => Guid.NewGuid().ToByteArray();
}
