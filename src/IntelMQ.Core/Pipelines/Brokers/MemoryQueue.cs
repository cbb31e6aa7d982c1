namespace IntelMQ.Pipelines;

/// <summary>A queue of <see cref="MemoryBroker"/>; every member is called under the broker's lock.</summary>
internal sealed class MemoryQueue
{
    private DeliveryRing[] _parts;
    private TaskCompletionSource? _arrived;
    private TaskCompletionSource? _room;
    private int _capacity;
    private long _lastTag;
    private bool _completed;

    public MemoryQueue(QueueDeclaration declaration)
    {
        _capacity = declaration.Capacity;
        _parts = NewParts(declaration.Partitions);
    }

    /// <summary>How many messages are waiting or in work.</summary>
    public long Count { get; private set; }

    public bool IsFull => Count >= _capacity;

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
        foreach (Outgoing message in messages)
        {
            DeliveryRing part = _parts.Length == 1 ? _parts[0] : _parts[message.Partition % (uint)_parts.Length];
            part.Add(new Delivery(message.Message, ++_lastTag) { Entry = message.Entry, Receipt = message.Receipt });
        }

        Count += messages.Count;
        Pulse(ref _arrived);
    }

    /// <summary>Takes messages into work.</summary>
    /// <returns>Whether there is an answer now: messages, or the news that none will come.</returns>
    public bool TryTake(int part, int max, List<Delivery> into)
    {
        DeliveryRing ring = RingOf(part);
        ring.MoveTo(into, max);
        // What others hold may come back, so it has to be settled before the queue counts as drained.
        return into.Count > 0 || (_completed && (Count == 0 || (_parts.Length > 1 && ring.InWork == 0)));
    }

    public Task WaitForArrival() => (_arrived ??= NewSignal()).Task;

    public Task WaitForRoom() => (_room ??= NewSignal()).Task;

    public void Settle(int part, int count)
    {
        bool wasFull = IsFull;
        Count -= count;
        RingOf(part).InWork -= count;
        if (wasFull && !IsFull)
            Pulse(ref _room);
        if (_completed)
            Pulse(ref _arrived);
    }

    public void GiveBack(int part, List<Delivery> deliveries)
    {
        RingOf(part).PutBack(deliveries);
        Pulse(ref _arrived);
    }

    public void Complete()
    {
        _completed = true;
        Pulse(ref _arrived);
    }

    private DeliveryRing RingOf(int part) => _parts[_parts.Length == 1 ? 0 : part];

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
