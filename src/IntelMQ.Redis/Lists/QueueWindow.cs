using System.Text;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;

namespace IntelMQ.Redis.Lists;

/// <summary>
/// The old end of a list as this process knows it, without a gap: what its readers have in work, have settled out of order, or may take
/// next. Used under the queue's lock.
/// </summary>
internal sealed class QueueWindow
{
    // What a reader may have had in work when its process was killed.
    private const int Suspects = 256;
    private const int MaxProbes = 8;

    private readonly List<QueueSlot> _slots = [];
    private List<QueueMark> _marks = [];
    private long _nextTag = 1;
    private long _firstTag = 1;
    private int _suspects;
    private bool _hasMarks;

    public int Count => _slots.Count;

    public IReadOnlyList<QueueSlot> Slots => _slots;

    public int InWork => _slots.Count(static slot => slot.Holder is not null);

    public int Done => _slots.Count(static slot => slot.IsDone);

    /// <summary>Begins anew, with what was noted beside the list. What was taken before is no longer this process's.</summary>
    public void Begin(string? marks, bool wasKilled)
    {
        _slots.Clear();
        _firstTag = _nextTag;
        _marks = QueueMarks.Read(marks);
        _hasMarks = !string.IsNullOrEmpty(marks);
        _suspects = wasKilled ? Suspects : 0;
    }

    /// <summary>Adds what follows in the list.</summary>
    /// <returns>Whether one of them may be what killed a process.</returns>
    public bool Append(byte[][] payloads, DateTimeOffset now)
    {
        bool isSuspect = false;
        foreach (byte[] payload in payloads)
        {
            var slot = new QueueSlot(payload, _nextTag++, now);
            // Others may have popped messages since it was noted, so a place only gets nearer to the end.
            int mark = _marks.Count == 0 ? -1 : _marks.FindIndex(mark => mark.Place >= _slots.Count && mark.Digest == slot.Digest);
            if (mark >= 0)
            {
                (slot.IsDone, slot.Checkpoint, slot.Kills) = (_marks[mark].IsDone, _marks[mark].Checkpoint, _marks[mark].Kills);
                _marks.RemoveAt(mark);
            }

            if (_suspects > 0)
            {
                _suspects--;
                slot.Kills++;
                isSuspect = true;
            }

            _slots.Add(slot);
        }

        return isSuspect;
    }

    /// <summary>Whether a delivery was taken before the window began anew.</summary>
    public bool IsLost(long tag) => tag < _firstTag;

    /// <summary>The place of a delivery.</summary>
    /// <exception cref="InvalidOperationException">The reader does not hold it.</exception>
    public int PlaceOf(long tag, RedisQueueReader holder)
    {
        long place = _slots.Count == 0 ? -1 : tag - _slots[0].Tag;
        return place >= 0 && place < _slots.Count && _slots[(int)place].Holder == holder
            ? (int)place
            : throw new InvalidOperationException("A delivery was settled that this reader does not hold.");
    }

    /// <summary>What a commit does to the list.</summary>
    public QueuePlan Plan(UnitOfWork work, RedisQueueReader holder)
    {
        var settled = new HashSet<int>(work.Settled.Count);
        int last = -1;
        for (int i = 0; i < work.Settled.Count; i++)
        {
            int place = PlaceOf(work.Settled[i].Tag, holder);
            settled.Add(place);
            last = Math.Max(last, place);
        }

        int progress = work.Progress is { } checkpoint ? PlaceOf(checkpoint.Tag, holder) : -1;
        last = Math.Max(last, progress);
        int trimmed = 0;
        while (trimmed < _slots.Count && (_slots[trimmed].IsDone || settled.Contains(trimmed)))
            trimmed++;
        return new QueuePlan(settled, progress, work.Progress?.Position ?? 0, Math.Max(last + 1, trimmed), trimmed, Marks(settled, progress, work.Progress?.Position ?? 0, trimmed));
    }

    /// <summary>Takes over what a commit has done.</summary>
    public void Apply(QueuePlan plan)
    {
        foreach (int place in plan.Settled)
            (_slots[place].Holder, _slots[place].IsDone) = (null, true);
        if (plan.Progress >= 0)
            _slots[plan.Progress].Checkpoint = plan.Position;
        _slots.RemoveRange(0, plan.Trimmed);
        for (int i = _marks.Count - 1; i >= 0; i--)
        {
            if (_marks[i].Place < _slots.Count)
                _marks.RemoveAt(i);
            else
                _marks[i] = _marks[i] with { Place = _marks[i].Place - plan.Trimmed };
        }

        _hasMarks = plan.Marks is { Length: > 0 } || (plan.Marks is null && _hasMarks);
    }

    /// <summary>Nobody knows what a commit has done.</summary>
    public void NoteDoubt() => _hasMarks = true;

    /// <summary>Has what waits count as settled.</summary>
    /// <returns>How many waited.</returns>
    public int DropWaiting()
    {
        int dropped = 0;
        foreach (QueueSlot slot in _slots.Where(static slot => slot.IsWaiting))
        {
            slot.IsDone = true;
            dropped++;
        }

        return dropped;
    }

    /// <summary>Takes the end of the window back, so that it is removed from the list with the rest.</summary>
    public void CutDone()
    {
        int held = _slots.FindLastIndex(static slot => !slot.IsDone) + 1;
        _slots.RemoveRange(held, _slots.Count - held);
    }

    /// <summary>The notes as they are now.</summary>
    public string Marks() => Marks([], -1, 0, 0) ?? "";

    /// <summary>Writes what the server has to find at the end of the list: its oldest messages, up to a number of them.</summary>
    public void WriteFence(int count, RedisArguments arguments)
    {
        int probes = Math.Min(count, MaxProbes);
        arguments.Add(count).Add(probes);
        for (int i = 0; i < probes; i++)
        {
            int place = probes == 1 ? 0 : (int)((long)i * (count - 1) / (probes - 1));
            arguments.Add(place + 1).Add(_slots[place].Digest);
        }
    }

    private string? Marks(HashSet<int> settled, int progress, long position, int trimmed)
    {
        StringBuilder? text = null;
        for (int i = trimmed; i < _slots.Count; i++)
        {
            QueueSlot slot = _slots[i];
            bool isDone = slot.IsDone || settled.Contains(i);
            long checkpoint = i == progress ? position : slot.Checkpoint;
            if (isDone || checkpoint > 0 || slot.Kills > 0)
                QueueMarks.Append(text ??= new StringBuilder(), i - trimmed, slot, isDone, checkpoint);
        }

        // What was noted of messages that are not in the window yet stays.
        foreach (QueueMark mark in _marks)
        {
            if (mark.Place >= trimmed)
                (text ??= new StringBuilder()).Append(System.Globalization.CultureInfo.InvariantCulture, $"{mark.Place - trimmed} {mark.Digest} {(mark.IsDone ? 1 : 0)} {mark.Checkpoint} {mark.Kills}\n");
        }

        return text?.ToString() ?? (_hasMarks ? "" : null);
    }
}

/// <summary>What a commit does to the list that its input came from.</summary>
/// <param name="Settled">The places of what is settled, from the old end.</param>
/// <param name="Progress">The place of what is done in part; -1 for none.</param>
/// <param name="Position">How far it is done.</param>
/// <param name="Fenced">So many of the oldest have to be what the reader saw.</param>
/// <param name="Trimmed">So many of the oldest go.</param>
/// <param name="Marks">The notes afterwards; empty for none, <see langword="null"/> where they stay as they are.</param>
internal sealed record QueuePlan(HashSet<int> Settled, int Progress, long Position, int Fenced, int Trimmed, string? Marks);
