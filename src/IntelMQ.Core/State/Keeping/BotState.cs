using System.Buffers;

namespace IntelMQ.State;

/// <summary>
/// What a bot remembers. The bot opens spaces in its constructor and changes them while it processes messages; the host stores the
/// changes together with what the bot made of the messages, or takes them back. Used by one thread at a time.
/// </summary>
/// <remarks>Without a host everything is kept in memory at once, for as long as the bot lives.</remarks>
public sealed class BotState
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly List<StateKeys> _keys = [];
    private readonly List<StateValues> _values = [];
    private readonly List<IStateFollower> _followers = [];
    private readonly StateKinds _kinds;
    private MemoryStateStore? _own;
    private IStateStore? _store;

    internal BotState(TimeProvider time, StateKinds kinds)
    {
        Time = time;
        _kinds = kinds;
    }

    /// <summary>Whether what the bot remembers outlives the process.</summary>
    public bool IsDurable { get; private set; }

    internal TimeProvider Time { get; }

    internal StateJournal Journal { get; } = new();

    /// <summary>Whether a host stores the changes.</summary>
    internal bool HasHost { get; private set; }

    /// <summary>Whether the bot remembers anything.</summary>
    internal bool IsUsed => _keys.Count + _values.Count > 0;

    /// <summary>Whether changes have conditions, so that a commit may be refused.</summary>
    internal bool HasConditions => _keys.Count > 0;

    /// <summary>What the message that is being worked on is a part of.</summary>
    internal Receipt? Receipt
    {
        get => Journal.Receipt;
        set => Journal.Receipt = value;
    }

    /// <summary>The changes since the last commit.</summary>
    internal List<StateChange> Changes => Journal.Changes;

    /// <inheritdoc cref="Keys(string, StateSpaceOptions)"/>
    public StateKeys Keys(string name) => Keys(name, new StateSpaceOptions());

    /// <summary>Opens a space of keys, such as of events that were seen.</summary>
    /// <param name="name">The bot's own name of it: small letters, digits and hyphens.</param>
    /// <param name="options">Its bounds.</param>
    /// <exception cref="InvalidOperationException">The bot is of a kind that has none, or was attached already.</exception>
    public StateKeys Keys(string name, StateSpaceOptions options)
    {
        CheckOpen(name, options, StateKinds.Keys);
        var keys = new StateKeys(this, name, options);
        _keys.Add(keys);
        return keys;
    }

    /// <inheritdoc cref="Values(string, StateSpaceOptions)"/>
    public StateValues Values(string name) => Values(name, new StateSpaceOptions());

    /// <summary>Opens a space of keys with values, such as counters or held events.</summary>
    /// <inheritdoc cref="Keys(string, StateSpaceOptions)"/>
    public StateValues Values(string name, StateSpaceOptions options)
    {
        CheckOpen(name, options, StateKinds.Values);
        var values = new StateValues(this, name, options);
        _values.Add(values);
        return values;
    }

    /// <summary>Makes changes at once, outside any commit.</summary>
    internal async ValueTask ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken)
    {
        if (_store is not null)
            await _store.ApplyAsync(changes, cancellationToken).ConfigureAwait(false);
        else
            _own?.Apply(changes);
    }

    internal void Follow(IStateFollower follower) => _followers.Add(follower);

    /// <summary>Has a host's store keep what the bot remembers from now on. What was remembered without it is forgotten.</summary>
    /// <param name="store">The store.</param>
    /// <param name="bot">The bot's id.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">What is stored is damaged.</exception>
    internal async ValueTask AttachAsync(IStateStore store, string bot, CancellationToken cancellationToken)
    {
        HasHost = true;
        _store = store;
        IsDurable = (store.Traits & StateTraits.Durable) != 0;
        Journal.Clear();
        foreach (StateKeys keys in _keys)
            keys.Attach(await store.OpenAsync(keys.DeclarationFor(bot), cancellationToken).ConfigureAwait(false));
        foreach (StateValues values in _values)
            values.Attach(await store.OpenAsync(values.DeclarationFor(bot), cancellationToken).ConfigureAwait(false));
        foreach (IStateFollower follower in _followers)
            follower.Attached();
    }

    /// <summary>Opens a space where nobody attached a store.</summary>
    internal IStateSpace OpenOwn(StateSpaceDeclaration declaration)
    {
        _own ??= new MemoryStateStore(Time);
        return _own.Open(declaration);
    }

    /// <summary>Notes a change. Without a host it is made at once.</summary>
    internal void Add(in StateChange change)
    {
        Journal.Changes.Add(change);
        if (HasHost)
            return;
        _own!.Apply(Journal.Changes);
        Forget();
    }

    /// <summary>
    /// Makes changes that a host would have stored with a commit; with a host, it does so. A change with a receipt of its own is made when that is
    /// settled.
    /// </summary>
    internal void ApplyWithoutHost(IReadOnlyList<StateChange> changes)
    {
        if (HasHost || _own is not { } own)
            return;
        foreach (StateChange change in changes)
        {
            if (change.Receipt is not { Settled.IsCompleted: false } receipt)
            {
                own.Apply([change]);
                continue;
            }

            Action? before = receipt.AfterSettled;
            receipt.AfterSettled = () =>
            {
                before?.Invoke();
                own.Apply([change]);
            };
        }
    }

    /// <summary>Has what was changed elsewhere handed over, so that <see cref="Changes"/> is whole.</summary>
    internal void Gather()
    {
        foreach (IStateFollower follower in _followers)
            follower.Gather();
    }

    /// <summary>Everything is stored.</summary>
    internal void Commit()
    {
        foreach (IStateFollower follower in _followers)
            follower.Committed();
        Forget();
        foreach (StateKeys keys in _keys)
            keys.ForgetKnown();
    }

    /// <summary>Nothing is stored, and what it came from comes again.</summary>
    internal void RollBack()
    {
        foreach (IStateFollower follower in _followers)
            follower.RolledBack();
        Forget();
    }

    /// <summary>Somebody else has taken the input, and may have changed what is stored.</summary>
    internal void Reread()
    {
        if (!IsDurable)
            return;
        foreach (IStateFollower follower in _followers)
            follower.Attached();
    }

    /// <summary>A change could not be stored, since its key is there: it is known from now on until a commit.</summary>
    internal void Refuse(int index)
    {
        StateChange change = Changes[index];
        foreach (StateKeys keys in _keys)
        {
            if (keys.Name == change.Space)
                keys.NoteKnown(change.Key.Span);
        }
    }

    /// <summary>Takes back the changes after the first so many: those of a message that failed.</summary>
    internal void RollBackTo(int count)
    {
        if (Changes.Count == count)
            return;
        Changes.RemoveRange(count, Changes.Count - count);
        foreach (StateKeys keys in _keys)
            keys.Reread();
        foreach (StateValues values in _values)
            values.Reread();
    }

    private void Forget()
    {
        Journal.Clear();
        foreach (StateKeys keys in _keys)
            keys.Forget();
        foreach (StateValues values in _values)
            values.Forget();
    }

    private void CheckOpen(string name, StateSpaceOptions options, StateKinds kind)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(NameLetters))
            throw new ArgumentException($"The name '{name}' may hold small letters, digits and hyphens only.", nameof(name));
        if (HasHost)
            throw new InvalidOperationException($"The space {name} is opened too late: a bot opens what it remembers in its constructor.");
        if ((_kinds & kind) == 0)
            throw new InvalidOperationException($"The space {name} cannot be opened: a bot of this kind has no such state.");
        if (_keys.Exists(keys => keys.OwnName == name) || _values.Exists(values => values.OwnName == name))
            throw new InvalidOperationException($"The space {name} is open already.");
    }
}
