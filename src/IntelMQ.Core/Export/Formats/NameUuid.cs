using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;

namespace IntelMQ.Export;

/// <summary>UUIDs that are made of what they name (RFC 9562, version 5), so that what is sent twice has the same one.</summary>
public static class NameUuid
{
    private static readonly Guid Events = new("0d5c5f1c-7b43-5e0b-8a8e-8f4b7f3a2c51");

    /// <summary>The UUID of a name within a namespace.</summary>
    /// <param name="space">The namespace.</param>
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
    /// <param name="space">The namespace.</param>
    /// <param name="name">The name.</param>
    public static Guid Of(Guid space, string name) => Of(space, Encoding.UTF8.GetBytes(name));

    /// <summary>The UUID of an event: that of all its fields with their values, so that equal events have the same one.</summary>
    /// <param name="message">The event.</param>
    public static Guid Of(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Of(Events, message.ToJson(MessageFormat.Flat));
    }
}
