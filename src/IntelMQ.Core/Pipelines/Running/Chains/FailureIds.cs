using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;

namespace IntelMQ.Pipelines;

/// <summary>Names a failure by what failed where, so that it is the same failure when the same is done again after a crash.</summary>
internal static class FailureIds
{
    public static UInt128 Of(Lineage lineage, string bot)
    {
        if (lineage.IsUnknown)
            return UInt128.Zero;
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(id, lineage.Id);
        return Of(id, bot);
    }

    /// <summary>The name where no envelope travels beside the messages: two failures of equal messages at one bot have the same.</summary>
    public static UInt128 Of(Message message, string bot) => Of(MessageLineage.IdentityOf(message), bot);

    private static UInt128 Of(ReadOnlySpan<byte> what, string bot)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(what);
        hash.AppendData(Encoding.UTF8.GetBytes(bot));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
