namespace IntelMQ.State;

/// <summary>A bot's space of keys with values.</summary>
public sealed class StateValues
{
    private readonly BotState _state;
    private readonly StateSpaceOptions _options;

    // The last change of each key since the last commit.
    private readonly Dictionary<byte[], StateChange> _pending = new(BytesComparer.Instance);
    private IStateSpace? _space;

    internal StateValues(BotState state, string name, StateSpaceOptions options)
    {
        _state = state;
        _options = options;
        OwnName = name;
    }

    internal string OwnName { get; }

    internal string Name => Space.Name;

    private IStateSpace Space => _space ??= _state.OpenOwn(DeclarationFor("bot"));

    /// <summary>Reads a value, stored or about to be.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; valid until the next change.</param>
    public bool TryGet(ReadOnlySpan<byte> key, out ReadOnlyMemory<byte> value)
    {
        if (_pending.Count > 0 && _pending.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out StateChange change))
        {
            value = change.Value;
            return !change.IsRemoval && !(change.Expires <= _state.Time.GetUtcNow());
        }

        bool isThere = Space.TryGet(key, out StateEntry entry);
        value = entry.Value;
        return isThere;
    }

    /// <summary>Sets a value.</summary>
    /// <param name="key">The key; 1 to <see cref="StateLimits.MaxKey"/> bytes.</param>
    /// <param name="value">The value; at most <see cref="StateLimits.MaxValue"/> bytes.</param>
    /// <param name="timeToLive">How long it is known; <see langword="null"/> for ever.</param>
    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TimeSpan? timeToLive) => Set(key, value, timeToLive, _state.Receipt);

    /// <summary>Removes a value; what is not there is passed over.</summary>
    public void Remove(ReadOnlySpan<byte> key) => Remove(key, _state.Receipt);

    /// <summary>All values, stored or about to be, in no order.</summary>
    public IReadOnlyList<StateEntry> ReadAll()
    {
        IReadOnlyList<StateEntry> stored = Space.ReadAll();
        if (_pending.Count == 0)
            return stored;
        DateTimeOffset now = _state.Time.GetUtcNow();
        var all = new List<StateEntry>();
        foreach (StateEntry entry in stored)
        {
            if (!_pending.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(entry.Key.Span))
                all.Add(entry);
        }

        foreach (StateChange change in _pending.Values)
        {
            if (!change.IsRemoval && !(change.Expires <= now))
                all.Add(new StateEntry(change.Key, change.Value, change.Expires));
        }

        return all;
    }

    /// <summary>
    /// Makes a change that somebody else hands over: that of a collector's cursor, to be stored together with a report
    /// (<c>CollectedReport.Changes</c>).
    /// </summary>
    /// <param name="key">The key; copied.</param>
    /// <param name="value">The new value; copied.</param>
    public StateChange ChangeOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => ChangeOf(key, value, null);

    /// <inheritdoc cref="ChangeOf(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    /// <param name="key">The key; copied.</param>
    /// <param name="value">The new value; copied.</param>
    /// <param name="timeToLive">How long it is known; <see langword="null"/> for ever.</param>
    public StateChange ChangeOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TimeSpan? timeToLive)
    {
        Check(key, value);
        return new StateChange(Space.Name, key.ToArray())
        {
            Value = value.ToArray(),
            Expires = timeToLive is { } time ? _state.Time.GetUtcNow() + time : null,
        };
    }

    /// <summary>
    /// The values that are stored, in no order, without what the bot's messages are about to change. Unlike the others, this and
    /// <see cref="RemoveStoredAsync"/> may be called by any thread: for work that somebody asks a running bot for.
    /// </summary>
    public IReadOnlyList<StateEntry> ReadStored() => Space.ReadAll();

    /// <summary>Removes values from the store at once, outside the commits of the bot's messages.</summary>
    /// <param name="keys">The keys; what is not there is passed over.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">Nothing is removed, or it is not known whether it is.</exception>
    public ValueTask RemoveStoredAsync(IEnumerable<ReadOnlyMemory<byte>> keys, CancellationToken cancellationToken)
    {
        string name = Space.Name;
        return _state.ApplyAsync([.. keys.Select(key => new StateChange(name, key) { IsRemoval = true })], cancellationToken);
    }

    internal void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, TimeSpan? timeToLive, Receipt? receipt)
    {
        Check(key, value);
        Note(new StateChange(Space.Name, _state.Journal.Copy(key))
        {
            Value = _state.Journal.Copy(value),
            Expires = timeToLive is { } time ? _state.Time.GetUtcNow() + time : null,
            Receipt = receipt,
        });
    }

    internal void Remove(ReadOnlySpan<byte> key, Receipt? receipt)
    {
        Check(key, default);
        Note(new StateChange(Space.Name, _state.Journal.Copy(key)) { IsRemoval = true, Receipt = receipt });
    }

    internal StateSpaceDeclaration DeclarationFor(string bot)
        => new($"{bot}/{OwnName}", StateSpaceKind.Values) { MaxKeys = _options.MaxKeys, Shared = _options.Shared, IsFenced = _options.IsFenced };

    internal void Attach(IStateSpace space)
    {
        _space = space;
        Forget();
    }

    internal void Forget() => _pending.Clear();

    internal void Reread()
    {
        Forget();
        foreach (StateChange change in _state.Changes)
        {
            if (change.Space == Name)
                _pending.GetAlternateLookup<ReadOnlySpan<byte>>()[change.Key.Span] = change;
        }
    }

    private static void Check(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfZero(key.Length, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, StateLimits.MaxKey, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, StateLimits.MaxValue, nameof(value));
    }

    private void Note(in StateChange change)
    {
        _pending.GetAlternateLookup<ReadOnlySpan<byte>>()[change.Key.Span] = change;
        _state.Add(change);
    }
}
