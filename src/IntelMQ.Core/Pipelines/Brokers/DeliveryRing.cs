namespace IntelMQ.Pipelines;

/// <summary>The messages that wait in one part of a queue: a ring that can take messages back at its head.</summary>
internal sealed class DeliveryRing
{
    private Delivery[] _items = new Delivery[64];
    private int _head;
    private int _count;

    /// <summary>How many messages were taken and are neither settled nor put back.</summary>
    public int InWork { get; set; }

    /// <summary>The message that waits longest.</summary>
    public Delivery? First => _count == 0 ? null : _items[_head];

    public void CopyTo(List<Delivery> target, int max)
    {
        for (int i = 0; i < Math.Min(max, _count); i++)
            target.Add(_items[(_head + i) & (_items.Length - 1)]);
    }

    public void Add(in Delivery item)
    {
        if (_count == _items.Length)
            Grow(_count + 1);
        _items[(_head + _count++) & (_items.Length - 1)] = item;
    }

    public void MoveTo(List<Delivery> target, int max)
    {
        int moved = Math.Min(max, _count);
        for (int i = 0; i < moved; i++)
        {
            ref Delivery item = ref _items[(_head + i) & (_items.Length - 1)];
            target.Add(item);
            item = default;
        }

        _head = (_head + moved) & (_items.Length - 1);
        _count -= moved;
        InWork += moved;
    }

    public void PutBack(List<Delivery> items)
    {
        if (_count + items.Count > _items.Length)
            Grow(_count + items.Count);
        _head = (_head - items.Count) & (_items.Length - 1);
        for (int i = 0; i < items.Count; i++)
            _items[(_head + i) & (_items.Length - 1)] = items[i];
        _count += items.Count;
        InWork -= items.Count;
        // Two readers may give back in any order; the tags know the right one.
        if (_count > items.Count && _items[(_head + items.Count) & (_items.Length - 1)].Tag < items[^1].Tag)
            Sort();
    }

    private void Sort()
    {
        Straighten(_items.Length);
        Array.Sort(_items, 0, _count, Comparer<Delivery>.Create(static (left, right) => left.Tag.CompareTo(right.Tag)));
    }

    private void Grow(int atLeast)
    {
        int size = _items.Length;
        while (size < atLeast)
            size *= 2;
        Straighten(size);
    }

    private void Straighten(int size)
    {
        var items = new Delivery[size];
        for (int i = 0; i < _count; i++)
            items[i] = _items[(_head + i) & (_items.Length - 1)];
        _items = items;
        _head = 0;
    }
}
