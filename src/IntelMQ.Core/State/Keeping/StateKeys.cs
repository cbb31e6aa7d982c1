using IntelMQ.Lookups;

namespace IntelMQ.State;

/// <summary>A bot's space of keys: very many of them, each there or not.</summary>
public sealed class StateKeys
{
    private const int KeptCapacity = 1 << 16;

    private readonly BotState _state;
    private readonly StateSpaceOptions _options;
    private readonly HashSet<DeduplicationKey> _known = [];
    private HashSet<DeduplicationKey> _pending = [];
    private IStateSpace? _space;

    internal StateKeys(BotState state, string name, StateSpaceOptions options)
    {
        _state = state;
        _options = options;
        OwnName = name;
    }

    /// <summary>How many keys made room for others before their time was over, where the store tells.</summary>
    public long Evictions => (Space as IBoundedSpace)?.Evictions ?? 0;

    internal string OwnName { get; }

    internal string Name => Space.Name;

    private IStateSpace Space => _space ??= _state.OpenOwn(DeclarationFor("bot"));

    /// <summary>Whether a key is there, stored or about to be.</summary>
    public bool Contains(ReadOnlySpan<byte> key)
    {
        DeduplicationKey digest = MemoryKeySpace.DigestOf(key);
        return _pending.Contains(digest) || _known.Contains(digest) || Space.Contains(key);
    }

    /// <summary>Adds a key on condition that it is absent.</summary>
    /// <param name="key">The key; 1 to <see cref="StateLimits.MaxKey"/> bytes.</param>
    /// <param name="timeToLive">How long it is known; <see langword="null"/> for ever.</param>
    /// <returns>Whether it was absent; <see langword="false"/> where it is known, stored or about to be.</returns>
    public bool TryAdd(ReadOnlySpan<byte> key, TimeSpan? timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfZero(key.Length, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, StateLimits.MaxKey, nameof(key));
        DeduplicationKey digest = MemoryKeySpace.DigestOf(key);
        if (Space.Contains(key) || (_known.Count > 0 && _known.Contains(digest)) || !_pending.Add(digest))
            return false;
        _state.Add(new StateChange(Space.Name, _state.Journal.Copy(key))
        {
            Expires = timeToLive is { } time ? _state.Time.GetUtcNow() + time : null,
            Condition = StateCondition.Absent,
            Receipt = _state.Receipt,
        });
        return true;
    }

    internal StateSpaceDeclaration DeclarationFor(string bot)
        => new($"{bot}/{OwnName}", StateSpaceKind.Keys) { MaxKeys = _options.MaxKeys, Shared = _options.Shared };

    internal void Attach(IStateSpace space)
    {
        _space = space;
        Forget();
        ForgetKnown();
    }

    internal void NoteKnown(ReadOnlySpan<byte> key) => _known.Add(MemoryKeySpace.DigestOf(key));

    internal void ForgetKnown() => _known.Clear();

    internal void Forget()
    {
        // Clearing takes as long as the set once was large.
        if (_pending.Capacity > KeptCapacity)
            _pending = [];
        _pending.Clear();
    }

    internal void Reread()
    {
        Forget();
        foreach (StateChange change in _state.Changes)
        {
            if (change.Space == Name)
                _pending.Add(MemoryKeySpace.DigestOf(change.Key.Span));
        }
    }
}
