namespace IntelMQ.RabbitMq.Queues;

/// <summary>The messages of a queue that the server has handed to this process, in their order. Used under the queue's lock.</summary>
internal sealed class QueueWindow
{
    private readonly List<QueueSlot> _slots = [];
    private readonly Dictionary<long, QueueSlot> _byTag = [];
    private readonly Dictionary<UInt128, QueueSlot> _byId = [];

    public IReadOnlyList<QueueSlot> Slots => _slots;

    public int Count => _slots.Count;

    public int InWork { get; private set; }

    public int Waiting { get; private set; }

    /// <summary>Adds what has come.</summary>
    /// <returns>Whether it is new; otherwise the same is in the window already, or was settled, and it is only acknowledged.</returns>
    public bool Append(QueueSlot slot, bool isSettled)
    {
        _slots.Add(slot);
        if (isSettled || (slot.Id != UInt128.Zero && !_byId.TryAdd(slot.Id, slot)))
        {
            slot.IsDone = true;
            return false;
        }

        _byTag.Add(slot.Tag, slot);
        Waiting++;
        return true;
    }

    public QueueSlot? Find(long tag) => _byTag.GetValueOrDefault(tag);

    public void Take(QueueSlot slot, RabbitQueueReader reader)
    {
        slot.Holder = reader;
        Waiting--;
        InWork++;
    }

    public void GiveBack(QueueSlot slot)
    {
        slot.Holder = null;
        slot.Attempt++;
        InWork--;
        Waiting++;
    }

    public void Finish(QueueSlot slot)
    {
        if (slot.IsDone)
            return;
        if (slot.Holder is null)
            Waiting--;
        else
            InWork--;
        (slot.Holder, slot.IsDone) = (null, true);
        Remove(slot);
    }

    /// <summary>Leaves a message to the server, which hands it out again.</summary>
    public void Drop(QueueSlot slot)
    {
        Finish(slot);
        _slots.Remove(slot);
    }

    /// <summary>Takes out what is to be acknowledged: everything up to a tag, and single ones behind it.</summary>
    public (ulong UpTo, List<ulong>? Single) TakeDone()
    {
        int prefix = 0;
        while (prefix < _slots.Count && _slots[prefix].IsDone)
            prefix++;
        ulong upTo = prefix == 0 ? 0 : _slots[prefix - 1].DeliveryTag;
        _slots.RemoveRange(0, prefix);
        List<ulong>? single = null;
        foreach (QueueSlot slot in _slots)
        {
            if (slot.IsDone)
                (single ??= []).Add(slot.DeliveryTag);
        }

        if (single is not null)
            _slots.RemoveAll(static slot => slot.IsDone);
        return (upTo, single);
    }

    /// <summary>Forgets everything: the channel that it came over is gone.</summary>
    public void Clear()
    {
        _slots.Clear();
        _byTag.Clear();
        _byId.Clear();
        (InWork, Waiting) = (0, 0);
    }

    private void Remove(QueueSlot slot)
    {
        _byTag.Remove(slot.Tag);
        if (slot.Id != UInt128.Zero && _byId.TryGetValue(slot.Id, out QueueSlot? known) && known == slot)
            _byId.Remove(slot.Id);
    }
}
