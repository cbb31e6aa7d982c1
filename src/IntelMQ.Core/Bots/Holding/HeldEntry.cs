using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>An event among those that are held, and the input that stays unsettled for it.</summary>
internal sealed class HeldEntry(long id, string key, HeldEvent held)
{
    private readonly List<(Receipt Receipt, int Count)> _receipts = [];

    public long Id { get; } = id;

    public string Key { get; } = key;

    public HeldEvent Held { get; set; } = held with { Id = id };

    /// <summary>Whether it was not taken.</summary>
    public bool IsWaiting { get; set; } = true;

    /// <summary>Holds on to what it came from; reports come one after the other, so nearly always to the last again.</summary>
    public void Pin(Receipt receipt)
    {
        receipt.Retain(1);
        if (_receipts.Count > 0 && ReferenceEquals(_receipts[^1].Receipt, receipt))
            _receipts[^1] = (receipt, _receipts[^1].Count + 1);
        else
            _receipts.Add((receipt, 1));
    }

    /// <summary>Lets go of its input.</summary>
    public void Unpin()
    {
        foreach ((Receipt receipt, int count) in _receipts)
            receipt.Release(count);
        _receipts.Clear();
    }
}
