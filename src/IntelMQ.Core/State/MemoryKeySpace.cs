using System.Security.Cryptography;
using IntelMQ.Lookups;

namespace IntelMQ.State;

/// <summary>Very many keys in memory, of each a digest alone.</summary>
internal sealed class MemoryKeySpace(StateSpaceDeclaration space, TimeProvider time) : MemoryStateSpace(space.Name)
{
    private const long NoLimit = 4_000_000_000;

    /// <summary>The keys.</summary>
    public MemoryDeduplicationCache Keys { get; } = new(space.MaxKeys ?? NoLimit, time);

    public override bool Contains(ReadOnlySpan<byte> key) => Keys.Contains(DigestOf(key));

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry) => throw NotSupported();

    public override IReadOnlyList<StateEntry> ReadAll() => throw NotSupported();

    public override void Apply(in StateChange change)
    {
        if (change.IsRemoval)
            throw new NotSupportedException($"The space {Name} holds keys alone, which go when their time is over.");
        Keys.TryAdd(DigestOf(change.Key.Span), change.Expires);
    }

    private static DeduplicationKey DigestOf(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        StateDigest.Of(key, digest);
        return DeduplicationKey.FromHash(digest);
    }

    private NotSupportedException NotSupported() => new($"The space {Name} holds keys alone, which cannot be read back.");
}
