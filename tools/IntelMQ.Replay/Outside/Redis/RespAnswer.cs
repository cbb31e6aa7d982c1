using System.Globalization;
using System.Text;

namespace IntelMQ.Replay.Outside.Redis;

/// <summary>Writes the answers of Redis' protocol, version 2.</summary>
internal static class RespAnswer
{
    public static byte[] Ok { get; } = Simple("OK");

    public static byte[] Nothing { get; } = "$-1\r\n"u8.ToArray();

    public static byte[] Simple(string text) => Encoding.UTF8.GetBytes($"+{text}\r\n");

    public static byte[] Error(string text) => Encoding.UTF8.GetBytes($"-ERR {text}\r\n");

    public static byte[] Number(long number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $":{number}\r\n"));

    public static byte[] Bulk(byte[]? value)
        => value is null ? Nothing : [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"${value.Length}\r\n")), .. value, (byte)'\r', (byte)'\n'];

    public static byte[] Bulk(string text) => Bulk(Encoding.UTF8.GetBytes(text));

    /// <summary>An array of answers.</summary>
    public static byte[] Array(params IReadOnlyCollection<byte[]> parts)
        => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*{parts.Count}\r\n")), .. parts.SelectMany(static part => part)];
}
