using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Pipelines;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>
/// Ids of messages: <c>message_id</c> is 32 digits, the same when the same input is worked on again; <c>correlation_id</c> is the id of the
/// report that all came from as it was sent that time, a slash, and the lineage. So the same report that is sent on purpose once more has
/// other ids, and what comes of it, too.
/// </summary>
internal static class MessageIds
{
    public static string TextOf(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    public static string OriginOf(UInt128 root, Lineage lineage) => $"{TextOf(root)}/{lineage}";

    /// <summary>Reads both; what others have written there is none.</summary>
    public static bool TryRead(IReadOnlyBasicProperties properties, out UInt128 id, out UInt128 root, out Lineage lineage)
    {
        (id, root, lineage) = (default, default, default);
        return properties.MessageId is { Length: 32 } idText
            && properties.CorrelationId is { Length: >= 33 } origin
            && origin[32] == '/'
            && TryRead(idText, out id)
            && TryRead(origin.AsSpan(0, 32), out root)
            && Lineage.TryParse(origin.AsSpan(33), out lineage);
    }

    /// <summary>The id of what comes of a report, in a queue.</summary>
    public static UInt128 Of(UInt128 root, Lineage lineage, QueueName queue)
    {
        Span<byte> head = stackalloc byte[28];
        BinaryPrimitives.WriteUInt128BigEndian(head, root);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], lineage.Element);
        BinaryPrimitives.WriteUInt32BigEndian(head[24..], lineage.Fork);
        return Hash(head, queue.Value);
    }

    /// <summary>The id of what comes of nothing that is known: a commit's number, and the message's place in it.</summary>
    public static UInt128 Of(UInt128 session, long number, long place, QueueName queue)
    {
        Span<byte> head = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(head, session);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], number);
        BinaryPrimitives.WriteInt64BigEndian(head[24..], place);
        return Hash(head, queue.Value);
    }

    public static UInt128 Random()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes) | UInt128.One;
    }

    public static byte[] KeyOf(UInt128 id)
    {
        byte[] key = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(key, id);
        return key;
    }

    private static UInt128 Hash(ReadOnlySpan<byte> head, string queue)
    {
        int length = head.Length + Encoding.UTF8.GetMaxByteCount(queue.Length);
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        head.CopyTo(bytes);
        int written = head.Length + Encoding.UTF8.GetBytes(queue, bytes[head.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..written], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash) | UInt128.One;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out UInt128 id) => UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id) && id != UInt128.Zero;
}
