using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots;

/// <summary>
/// The events that a <see cref="HoldingExpert"/> keeps: under keys, with the time when each is due, a bounded number of them. What
/// changes can be taken back until it is committed; with a file it is on disk before <see cref="Commit"/> returns. Not thread-safe.
/// </summary>
public sealed class HeldEvents : IDisposable
{
    private readonly int _capacity;
    private readonly HeldEventsFile? _file;
    private readonly Dictionary<long, HeldEntry> _entries = [];
    private readonly Dictionary<string, HeldEntry> _open = new(StringComparer.Ordinal);
    private readonly PriorityQueue<HeldEntry, (DateTimeOffset Due, long Id)> _queue = new();

    // Since the last commit: what each entry was before, what was taken, what is done with, and whose input is held.
    private readonly Dictionary<long, (HeldEntry Entry, HeldEvent? Before)> _changed = [];
    private readonly List<HeldEntry> _taken = [];
    private readonly List<HeldEntry> _done = [];
    private readonly List<(HeldEntry Entry, State.IHoldAnchor Anchor)> _pinned = [];
    private long _lastId;
    private int _waiting;
    private bool _isSaved;
    private bool _isOpen;

    /// <summary>Creates it; nothing is read or written before <see cref="Open"/>.</summary>
    /// <param name="services">Clock, log, schema of the events and the folder of states.</param>
    /// <param name="capacity">How many events are held at most; of more, the one whose time comes next is due at once.</param>
    /// <param name="file">The state file; a relative path counts from <see cref="BotServices.StateFolder"/>. <see langword="null"/>
    /// or empty keeps events in memory alone.</param>
    public HeldEvents(BotServices services, int capacity, string? file)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Time = services.Time;
        _capacity = capacity;
        if (string.IsNullOrEmpty(file))
            return;
        File = Path.GetFullPath(Path.Combine(services.StateFolder ?? "", file));
        _file = new HeldEventsFile(File, services.Schema, services.Logs.CreateLogger(typeof(HeldEvents).FullName!));
    }

    /// <summary>The full path of the state file; <see langword="null"/> where events are in memory alone.</summary>
    public string? File { get; }

    /// <summary>How many events are held, those counted that were taken and are not done with.</summary>
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

    internal TimeProvider Time { get; }

    /// <summary>What the message that is being processed is a part of; set by the host, only where there is no file.</summary>
    internal State.IHoldAnchor? Anchor { get; set; }

    /// <summary>Whether something was held since the host last reset it.</summary>
    internal bool HasHeld { get; set; }

    /// <summary>Reads the state file. Called once, before anything else.</summary>
    /// <exception cref="IOException">The file cannot be used, or another process uses it.</exception>
    public void Open()
    {
        if (_isOpen || _file is null)
            return;
        foreach ((long id, string key, HeldEvent held) in _file.Open())
        {
            _lastId = Math.Max(_lastId, id);
            // Of two under one key the first was on its way out when the process ended.
            Add(new HeldEntry(id, key, held));
        }

        _isOpen = true;
    }

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
        if (TryGet(key, out _))
        {
            HeldEntry entry = _open[key];
            Note(entry, entry.Held);
            bool isMoved = entry.Held.Due != held.Due;
            entry.Held = held with { Id = entry.Id };
            if (isMoved)
                _queue.Enqueue(entry, (held.Due, entry.Id));
            Pin(entry);
            return;
        }

        var added = new HeldEntry(++_lastId, key, held);
        Note(added, null);
        Add(added);
        Pin(added);
        if (_waiting > _capacity)
            Evict();
    }

    /// <summary>Takes events whose time has come, earliest first. They stay in the file until <see cref="Done"/>.</summary>
    /// <param name="max">The most that are returned.</param>
    public IReadOnlyList<HeldEvent> TakeDue(int max) => Take(Time.GetUtcNow(), max);

    /// <summary>Takes events whether their time has come or not, earliest first.</summary>
    /// <param name="max">The most that are returned.</param>
    public IReadOnlyList<HeldEvent> TakeAll(int max) => Take(DateTimeOffset.MaxValue, max);

    /// <summary>Says that what came of an event that was taken is stored for good. Not undone by <see cref="Rollback"/>.</summary>
    public void Done(HeldEvent held)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (!_entries.Remove(held.Id, out HeldEntry? entry))
            return;
        _changed.Remove(held.Id);
        _done.Add(entry);
        _isSaved = false;
    }

    /// <summary>Says that what came of an event that was taken will not be stored: it is due again.</summary>
    public void Return(HeldEvent held)
    {
        ArgumentNullException.ThrowIfNull(held);
        if (_entries.TryGetValue(held.Id, out HeldEntry? entry) && !entry.IsWaiting)
            PutBack(entry);
    }

    /// <summary>Writes what changed to the file; a host may call it before <see cref="Commit"/>, which then has nothing to write.</summary>
    /// <exception cref="IOException">The file could not be written; what was changed is still to be written.</exception>
    public void Save()
    {
        if (_isSaved || _changed.Count + _done.Count == 0)
            return;
        _file?.Append(_changed.Values.Select(static change => (change.Entry.Id, change.Entry.Key, change.Before, change.Entry.Held)), _done.Select(static entry => entry.Id));
        _isSaved = true;
    }

    /// <summary>Keeps what was changed since the last call.</summary>
    /// <exception cref="IOException">The file could not be written; what was changed is still to be committed.</exception>
    public void Commit()
    {
        Save();
        foreach ((HeldEntry entry, State.IHoldAnchor anchor) in _pinned)
            entry.Pin(anchor);
        foreach (HeldEntry entry in _done)
            entry.Unpin();
        _done.Clear();
        Forget();
        _file?.CompactIfWorthwhile(Live());
    }

    /// <summary>Forgets what was changed since the last <see cref="Commit"/>.</summary>
    public void Rollback()
    {
        foreach (HeldEntry entry in _taken)
        {
            if (_entries.ContainsKey(entry.Id))
                PutBack(entry);
        }

        foreach ((HeldEntry entry, HeldEvent? before) in _changed.Values)
        {
            if (before is null)
            {
                _entries.Remove(entry.Id);
                Close(entry);
                _waiting -= entry.IsWaiting ? 1 : 0;
                entry.IsWaiting = false;
            }
            else
            {
                entry.Held = before;
                _queue.Enqueue(entry, (before.Due, entry.Id));
            }
        }

        if (_isSaved && _changed.Count > 0)
            _file?.TryCompact(Live());
        Forget();
    }

    /// <summary>Forgets everything that is in memory alone: what it came from was not settled and will come again.</summary>
    internal void Clear()
    {
        _entries.Clear();
        _open.Clear();
        _queue.Clear();
        _done.Clear();
        _waiting = 0;
        Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private List<HeldEvent> Take(DateTimeOffset until, int max)
    {
        var taken = new List<HeldEvent>();
        while (taken.Count < max && NextDue is { } due && due <= until)
        {
            HeldEntry entry = _queue.Dequeue();
            entry.IsWaiting = false;
            _waiting--;
            Close(entry);
            _taken.Add(entry);
            taken.Add(entry.Held);
        }

        return taken;
    }

    private void Add(HeldEntry entry)
    {
        _entries.Add(entry.Id, entry);
        _open[entry.Key] = entry;
        _queue.Enqueue(entry, (entry.Held.Due, entry.Id));
        _waiting++;
    }

    private void PutBack(HeldEntry entry)
    {
        entry.IsWaiting = true;
        _waiting++;
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
        Note(entry, entry.Held);
        entry.Held = entry.Held with { Due = Time.GetUtcNow() };
        _queue.Enqueue(entry, (entry.Held.Due, entry.Id));
        Close(entry);
        Evictions++;
    }

    private void Note(HeldEntry entry, HeldEvent? before)
    {
        _changed.TryAdd(entry.Id, (entry, before));
        _isSaved = false;
    }

    private void Pin(HeldEntry entry)
    {
        if (Anchor is { } anchor && _file is null)
            _pinned.Add((entry, anchor));
    }

    private void Forget()
    {
        _changed.Clear();
        _taken.Clear();
        _pinned.Clear();
        _isSaved = false;
    }

    private IEnumerable<(long Id, string Key, HeldEvent Held)> Live() => _entries.Values.Select(static entry => (entry.Id, entry.Key, entry.Held));
}
