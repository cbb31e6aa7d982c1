using System.Security.Cryptography;

namespace IntelMQ.State;

/// <summary>What stores keep of a key in spaces that hold keys alone.</summary>
public static class StateDigest
{
    /// <summary>How many bytes of a digest tell keys apart: 16.</summary>
    public const int Size = 16;

    /// <summary>The digest of a key: its SHA-256, or the key itself where it is as long as one, since it then is a hash.</summary>
    /// <param name="key">The key.</param>
    /// <param name="digest">Takes 32 bytes, of which the first <see cref="Size"/> are enough.</param>
    public static void Of(ReadOnlySpan<byte> key, Span<byte> digest)
    {
        if (key.Length == SHA256.HashSizeInBytes)
            key.CopyTo(digest);
        else
            SHA256.HashData(key, digest);
    }
}
