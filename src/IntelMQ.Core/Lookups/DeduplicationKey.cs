using System.Buffers.Binary;
using IntelMQ.Messages;

namespace IntelMQ.Lookups;

/// <summary>What a deduplicator remembers of a message: its hash (<see cref="MessageHash"/>), as a value without objects.</summary>
public readonly struct DeduplicationKey : IEquatable<DeduplicationKey>
{
    private readonly UInt128 _first;
    private readonly UInt128 _second;

    private DeduplicationKey(UInt128 first, UInt128 second)
    {
        _first = first;
        _second = second;
    }

    /// <summary>The first half of the hash, which is enough to tell messages apart.</summary>
    internal UInt128 FirstHalf => _first;

    /// <summary>The key of a hash.</summary>
    /// <param name="hash">The <see cref="MessageHash.Size"/> bytes of a SHA-256.</param>
    public static DeduplicationKey FromHash(ReadOnlySpan<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, MessageHash.Size);
        return new DeduplicationKey(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    /// <summary>Writes the hash.</summary>
    /// <param name="hash">Takes <see cref="MessageHash.Size"/> bytes.</param>
    public void CopyTo(Span<byte> hash)
    {
        BinaryPrimitives.WriteUInt128BigEndian(hash, _first);
        BinaryPrimitives.WriteUInt128BigEndian(hash[16..], _second);
    }

    /// <inheritdoc/>
    public bool Equals(DeduplicationKey other) => _first == other._first && _second == other._second;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeduplicationKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)(uint)_first;

    /// <summary>Whether both are the same hash.</summary>
    public static bool operator ==(DeduplicationKey left, DeduplicationKey right) => left.Equals(right);

    /// <summary>Whether they are different hashes.</summary>
    public static bool operator !=(DeduplicationKey left, DeduplicationKey right) => !left.Equals(right);

    /// <summary>The hash in lower-case hexadecimal digits: the key that IntelMQ's bots use in Redis.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[MessageHash.Size];
        CopyTo(hash);
        return Convert.ToHexStringLower(hash);
    }
}
