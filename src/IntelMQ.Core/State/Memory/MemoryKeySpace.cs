using System.Security.Cryptography;
using IntelMQ.Lookups;

namespace IntelMQ.State;

/// <summary>Very many keys in memory, of each a digest alone.</summary>
internal sealed class MemoryKeySpace(StateSpaceDeclaration space, StateClock time) : MemoryStateSpace(space.Name), IBoundedSpace
{
    /// <summary>More than there will be.</summary>
    public const long NoLimit = 4_000_000_000;

    /// <summary>The keys.</summary>
    public MemoryDeduplicationCache Keys { get; private set; } = MemoryDeduplicationCache.Along(time, space.MaxKeys ?? NoLimit);

    public long Evictions => Keys.Evictions;

    public override bool Contains(ReadOnlySpan<byte> key) => Keys.Contains(DigestOf(key));

    public override bool TryGet(ReadOnlySpan<byte> key, out StateEntry entry) => throw NotSupported();

    public override IReadOnlyList<StateEntry> ReadAll() => throw NotSupported();

    public override void Redeclare(StateSpaceDeclaration declaration)
    {
        if ((declaration.MaxKeys ?? NoLimit) != Keys.MaxKeys)
            Keys = Keys.With(declaration.MaxKeys ?? NoLimit);
    }

    public override void Apply(in StateChange change)
    {
        if (change.IsRemoval)
            throw NoRemoval(Name);
        Keys.Add(DigestOf(change.Key.Span).FirstHalf, ExpiryOf(change.Expires));
    }

    /// <summary>The digest of a key; what is as long as a hash is one.</summary>
    internal static DeduplicationKey DigestOf(ReadOnlySpan<byte> key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        StateDigest.Of(key, digest);
        return DeduplicationKey.FromHash(digest);
    }

    /// <summary>When a key is forgotten, on the store's time line, as <see cref="MemoryDeduplicationCache.Entries"/> has it.</summary>
    internal uint ExpiryOf(DateTimeOffset? expires) => expires is { } until ? MemoryDeduplicationCache.ExpiryOf(time.OnLine(until)) : DeduplicationShard.Never;

    internal static NotSupportedException NoRemoval(string space) => new($"The space {space} holds keys alone, which go when their time is over.");

    private NotSupportedException NotSupported() => new($"The space {Name} holds keys alone, which cannot be read back.");
}
