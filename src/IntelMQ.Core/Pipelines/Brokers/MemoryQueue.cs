namespace IntelMQ.Pipelines;

/// <summary>A queue of <see cref="MemoryBroker"/>; every member is called under the broker's lock.</summary>
internal sealed class MemoryQueue
{
    private readonly TimeProvider _time;
    private DeliveryRing[] _parts;
    private TaskCompletionSource? _arrived;
    private TaskCompletionSource? _room;
    private int? _capacity;
    private long _lastTag;
    private bool _completed;

    public MemoryQueue(QueueDeclaration declaration, TimeProvider time)
    {
        _time = time;
        _capacity = declaration.Capacity;
        _parts = NewParts(declaration.Partitions);
    }

    /// <summary>How many messages are waiting or in work.</summary>
    public long Count { get; private set; }

    public bool IsFull => Count >= _capacity;

    public QueueStatus Status
    {
        get
        {
            long inWork = _parts.Sum(static part => (long)part.InWork);
            Delivery? oldest = Oldest();
            return new QueueStatus(Count - inWork, inWork, oldest is { } first ? new DateTimeOffset(first.Since, TimeSpan.Zero) : null);
        }
    }

    public void Redeclare(QueueDeclaration declaration)
    {
        if (declaration.Partitions != _parts.Length)
        {
            if (Count > 0)
                throw new InvalidOperationException($"The queue {declaration.Name} holds messages, so the number of its parts cannot change.");
            _parts = NewParts(declaration.Partitions);
        }

        _capacity = declaration.Capacity;
        _completed = false;
        Pulse(ref _room);
    }

    public void Enqueue(List<Outgoing> messages)
    {
        long now = _time.GetUtcNow().UtcTicks;
        foreach (Outgoing message in messages)
            PartOf(message.Envelope).Add(new Delivery(message.Message, ++_lastTag) { Envelope = message.Envelope, Receipt = message.Receipt, Since = now });
        Count += messages.Count;
        Pulse(ref _arrived);
    }

    /// <summary>Takes messages into work.</summary>
    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    public bool TryTake(int instance, int instances, int max, List<Delivery> into)
    {
        if (_parts.Length == 1)
        {
            _parts[0].MoveTo(into, max);
            // What others hold may come back, so it has to be settled before the queue counts as drained.
            return into.Count > 0 || (_completed && Count == 0);
        }

        bool isIdle = true;
        for (int part = instance; part < _parts.Length; part += instances)
        {
            _parts[part].MoveTo(into, max - into.Count);
            isIdle &= _parts[part].InWork == 0;
        }

        return into.Count > 0 || (_completed && (Count == 0 || isIdle));
    }

    public Task WaitForArrival() => (_arrived ??= NewSignal()).Task;

    public Task WaitForRoom() => (_room ??= NewSignal()).Task;

    public void Settle(IReadOnlyList<Delivery> deliveries)
    {
        bool wasFull = IsFull;
        Count -= deliveries.Count;
        if (_parts.Length == 1)
        {
            _parts[0].InWork -= deliveries.Count;
        }
        else
        {
            for (int i = 0; i < deliveries.Count; i++)
                PartOf(deliveries[i].Envelope).InWork--;
        }

        if (wasFull && !IsFull)
            Pulse(ref _room);
        if (_completed)
            Pulse(ref _arrived);
    }

    public void GiveBack(List<Delivery> deliveries)
    {
        foreach (IGrouping<DeliveryRing, Delivery> part in deliveries.GroupBy(delivery => PartOf(delivery.Envelope)))
            part.Key.PutBack([.. part.Select(static delivery => delivery with { Attempt = delivery.Attempt + 1 })]);
        Pulse(ref _arrived);
    }

    public List<Delivery> Peek(int max)
    {
        var found = new List<Delivery>();
        foreach (DeliveryRing part in _parts)
            part.CopyTo(found, max);
        found.Sort(static (left, right) => left.Tag.CompareTo(right.Tag));
        return found.Count > max ? found.GetRange(0, max) : found;
    }

    /// <summary>Removes what waits.</summary>
    public List<Delivery> Clear()
    {
        var removed = new List<Delivery>();
        foreach (DeliveryRing part in _parts)
        {
            int before = removed.Count;
            part.MoveTo(removed, int.MaxValue);
            part.InWork -= removed.Count - before;
        }

        Count -= removed.Count;
        Pulse(ref _room);
        if (_completed)
            Pulse(ref _arrived);
        return removed;
    }

    public void Complete()
    {
        _completed = true;
        Pulse(ref _arrived);
    }

    private DeliveryRing PartOf(in Envelope envelope) => _parts.Length == 1 ? _parts[0] : _parts[envelope.Partition % (uint)_parts.Length];

    private Delivery? Oldest()
    {
        Delivery? oldest = null;
        foreach (DeliveryRing part in _parts)
        {
            if (part.First is { } first && (oldest is not { } known || first.Tag < known.Tag))
                oldest = first;
        }

        return oldest;
    }

    private static DeliveryRing[] NewParts(int count)
    {
        var parts = new DeliveryRing[count];
        for (int i = 0; i < count; i++)
            parts[i] = new DeliveryRing();
        return parts;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Pulse(ref TaskCompletionSource? signal)
    {
        signal?.SetResult();
        signal = null;
    }
}
