using System.Security.Cryptography;
using System.Text;

namespace IntelMQ.Misp.Events;

/// <summary>UUIDs that are made of what they name (RFC 9562, version 5), so that what is sent twice has the same one.</summary>
internal static class MispUuid
{
    /// <summary>The namespace of what has no other above it.</summary>
    public static Guid Root { get; } = new("6f0c9d1e-6b0f-5a53-9a4a-2f6b5d9d7c11");

    /// <summary>The UUID of a name within a namespace.</summary>
    /// <param name="space">The namespace, such as the event that an object is in.</param>
    /// <param name="name">The name, UTF-8.</param>
    public static Guid Of(Guid space, ReadOnlySpan<byte> name)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (16 + name.Length > bytes.Length)
            bytes = new byte[16 + name.Length];
        space.TryWriteBytes(bytes, bigEndian: true, out int written);
        name.CopyTo(bytes[written..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The hash that version 5 is defined with; nothing is secured by it.
        SHA1.HashData(bytes[..(written + name.Length)], hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The UUID of a name within a namespace.</summary>
    public static Guid Of(Guid space, string name) => Of(space, Encoding.UTF8.GetBytes(name));
}
