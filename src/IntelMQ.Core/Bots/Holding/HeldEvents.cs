using System.Diagnostics.CodeAnalysis;
using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>
/// The events that a <see cref="HoldingExpert"/> keeps: under keys, with the time when each is due, a bounded number of them. What
/// changes can be taken back until it is committed. Not thread-safe.
/// </summary>
public sealed class HeldEvents : IStateFollower
{
    private readonly int _capacity;
    private readonly BotState _state;
    private readonly HeldEventStorage _storage;
    private readonly BotServices _services;
    private readonly Dictionary<long, HeldEntry> _entries = [];
    private readonly Dictionary<string, HeldEntry> _open = new(StringComparer.Ordinal);
    private readonly PriorityQueue<HeldEntry, (DateTimeOffset Due, long Id)> _queue = new();

    // Since the last commit: what each entry was before, what it was after each input that changed it, and what was taken.
    private readonly Dictionary<long, HeldEvent?> _changed = [];
    private readonly Dictionary<(HeldEntry Entry, Receipt? Receipt), (long Order, HeldEvent After)> _touched = [];
    private readonly List<(HeldEntry Entry, Receipt? Receipt)> _taken = [];
    private long _lastId;
    private long _lastOrder;
    private bool _isGathered;

    internal HeldEvents(BotState state, BotServices services, int capacity)
    {
        _services = services;
        _capacity = capacity;
        _state = state;
        _storage = new HeldEventStorage(state.Values("held", new StateSpaceOptions { IsFenced = true }), services);
        state.Follow(this);
    }

    /// <summary>Whether what is held outlives the process.</summary>
    public bool IsDurable => _state.IsDurable;

    /// <summary>How many events are held, those counted that were taken since the last commit.</summary>
    public int Count => _entries.Count;

    /// <summary>How many events were due before their time, for want of room.</summary>
    public long Evictions { get; private set; }

    /// <summary>When the next event is due; <see langword="null"/> where none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            while (_queue.TryPeek(out HeldEntry? entry, out (DateTimeOffset Due, long Id) place))
            {
                if (entry.IsWaiting && entry.Held.Due == place.Due)
                    return place.Due;
                _queue.Dequeue();
            }

            return null;
        }
    }

    internal TimeProvider Time => _services.Time;

    /// <summary>Where the message that is being worked on comes from; set by the host.</summary>
    internal HeldSource Source { get; set; }

    /// <summary>Whether something was held since the host last reset it.</summary>
    internal bool HasHeld { get; set; }

    /// <summary>Finds what is held under a key and is not due yet; what is due goes out as it is.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out HeldEvent? held)
    {
        held = null;
        if (!_open.TryGetValue(key, out HeldEntry? entry))
            return false;
        if (entry.Held.Due <= Time.GetUtcNow())
        {
            _open.Remove(key);
            return false;
        }

        held = entry.Held;
        return true;
    }

    /// <summary>Holds an event under a key, in place of what <see cref="TryGet"/> finds there.</summary>
    public void Hold(string key, HeldEvent held)
    {
        ArgumentNullException.ThrowIfNull(held);
        HasHeld = true;
        if (Find(key, held) is { } entry)
        {
            HeldEvent before = entry.Held;
            entry.Held = held with { Id = entry.Id, Source = before.Source };
            Note(entry, before);
            if (before.Due != held.Due)
                _queue.Enqueue(entry, (held.Due, entry.Id));
            return;
        }

        var added = new HeldEntry(++_lastId, key, held with { Source = Source });
        Note(added, null);
        Add(added);
        if (_entries.Count - _taken.Count > _capacity)
            Evict();
    }

    /// <summary>Takes events whose time has come, earliest first.</summary>
    /// <param name="max">The most that are returned.</param>
    public IReadOnlyList<HeldEvent> TakeDue(int max) => Take(Time.GetUtcNow(), max, null);

    /// <summary>Takes events whether their time has come or not, earliest first.</summary>
    /// <param name="max">The most that are returned.</param>
    public IReadOnlyList<HeldEvent> TakeAll(int max) => Take(DateTimeOffset.MaxValue, max, null);

    /// <summary>Takes the next event that is due.</summary>
    /// <param name="until">The time at which it has to be due.</param>
    /// <param name="receipt">What comes of it; the event leaves the state when nothing of that is on its way any more.</param>
    internal HeldEvent? TakeNext(DateTimeOffset until, Receipt receipt) => Take(until, 1, receipt) is [var next] ? next : null;

    void IStateFollower.Attached()
    {
        _entries.Clear();
        _open.Clear();
        _queue.Clear();
        Forget();
        if (!IsDurable)
            return;
        // Of two under one key the first was on its way out when the process ended.
        foreach ((long id, string key, HeldEvent held) in _storage.Load())
        {
            _lastId = Math.Max(_lastId, id);
            Add(new HeldEntry(id, key, held));
        }
    }

    void IStateFollower.Gather()
    {
        if (_isGathered)
            return;
        _isGathered = true;
        if (IsDurable)
        {
            HandOver();
            return;
        }

        // Before the commit, which would settle the last of it.
        foreach ((_, Receipt? receipt) in _touched.Keys)
            receipt?.Retain(1);
    }

    void IStateFollower.Committed()
    {
        if (!IsDurable)
        {
            foreach ((HeldEntry entry, Receipt? receipt) in _touched.Keys)
            {
                if (receipt is not null)
                    entry.Receipts.Add(receipt);
            }
        }

        foreach ((HeldEntry entry, Receipt? receipt) in _taken)
        {
            _entries.Remove(entry.Id);
            receipt?.AfterSettled = entry.LetGo;
        }

        Forget();
    }

    void IStateFollower.RolledBack()
    {
        if (_isGathered && !IsDurable)
        {
            foreach ((_, Receipt? receipt) in _touched.Keys)
                receipt?.Release(1);
        }

        foreach ((HeldEntry entry, _) in _taken)
        {
            entry.IsWaiting = true;
            _open.TryAdd(entry.Key, entry);
            _queue.Enqueue(entry, (entry.Held.Due, entry.Id));
        }

        foreach ((long id, HeldEvent? before) in _changed)
        {
            HeldEntry entry = _entries[id];
            if (before is null)
            {
                _entries.Remove(id);
                Close(entry);
                entry.IsWaiting = false;
            }
            else
            {
                entry.Held = before;
                _queue.Enqueue(entry, (before.Due, entry.Id));
            }
        }

        Forget();
    }

    // What was found before may be due by now: it is the same event all the same, and must not be held twice.
    private HeldEntry? Find(string key, HeldEvent held)
    {
        if (held.Id != 0 && _entries.TryGetValue(held.Id, out HeldEntry? found) && found.IsWaiting && found.Key == key)
            return found;
        return TryGet(key, out _) ? _open[key] : null;
    }

    private void HandOver()
    {
        foreach (((HeldEntry entry, Receipt? receipt), (_, HeldEvent after)) in _touched.OrderBy(static touched => touched.Value.Order))
            _storage.Set(entry, after, receipt);
        foreach ((HeldEntry entry, Receipt? receipt) in _taken)
            _storage.Remove(entry, receipt);
    }

    private List<HeldEvent> Take(DateTimeOffset until, int max, Receipt? receipt)
    {
        var taken = new List<HeldEvent>();
        while (taken.Count < max && NextDue is { } due && due <= until)
        {
            HeldEntry entry = _queue.Dequeue();
            entry.IsWaiting = false;
            Close(entry);
            taken.Add(entry.Held);
            if (_state.HasHost)
                _taken.Add((entry, receipt));
            else
                _entries.Remove(entry.Id);
        }

        return taken;
    }

    private void Add(HeldEntry entry)
    {
        _entries.Add(entry.Id, entry);
        _open[entry.Key] = entry;
        _queue.Enqueue(entry, (entry.Held.Due, entry.Id));
    }

    private void Close(HeldEntry entry)
    {
        if (_open.TryGetValue(entry.Key, out HeldEntry? open) && ReferenceEquals(open, entry))
            _open.Remove(entry.Key);
    }

    private void Evict()
    {
        if (NextDue is not { } due || due <= Time.GetUtcNow())
            return;
        HeldEntry entry = _queue.Dequeue();
        HeldEvent before = entry.Held;
        entry.Held = before with { Due = Time.GetUtcNow() };
        Note(entry, before);
        _queue.Enqueue(entry, (entry.Held.Due, entry.Id));
        Close(entry);
        Evictions++;
    }

    private void Note(HeldEntry entry, HeldEvent? before)
    {
        if (!_state.HasHost)
            return;
        _changed.TryAdd(entry.Id, before);
        // An input is stored with what it has counted into the event, not with what came later.
        _touched[(entry, _state.Receipt)] = (++_lastOrder, entry.Held);
    }

    private void Forget()
    {
        _changed.Clear();
        _touched.Clear();
        _taken.Clear();
        _isGathered = false;
    }
}
