using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Pipelines;

/// <summary>Names a failure by what failed where, so that it is the same failure when the same is done again after a crash.</summary>
internal static class FailureIds
{
    public static UInt128 Of(Lineage lineage, string bot)
    {
        if (lineage.IsUnknown)
            return UInt128.Zero;
        int length = Encoding.UTF8.GetByteCount(bot);
        Span<byte> parts = length <= 240 ? stackalloc byte[16 + length] : new byte[16 + length];
        BinaryPrimitives.WriteUInt128BigEndian(parts, lineage.Id);
        Encoding.UTF8.GetBytes(bot, parts[16..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parts, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
