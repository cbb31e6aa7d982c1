using IntelMQ.State;
namespace IntelMQ.Bots;

/// <summary>An event among those that are held, and the input that stays unsettled for it.</summary>
internal sealed class HeldEntry(long id, string key, HeldEvent held)
{
    private readonly List<(IHoldAnchor Anchor, int Count)> _anchors = [];

    public long Id { get; } = id;

    public string Key { get; } = key;

    public HeldEvent Held { get; set; } = held with { Id = id };

    /// <summary>Whether it was not taken.</summary>
    public bool IsWaiting { get; set; } = true;

    /// <summary>Holds on to what it came from; reports come one after the other, so nearly always to the last again.</summary>
    public void Pin(IHoldAnchor anchor)
    {
        anchor.Retain(1);
        if (_anchors.Count > 0 && ReferenceEquals(_anchors[^1].Anchor, anchor))
            _anchors[^1] = (anchor, _anchors[^1].Count + 1);
        else
            _anchors.Add((anchor, 1));
    }

    /// <summary>Lets go of its input.</summary>
    public void Unpin()
    {
        foreach ((IHoldAnchor anchor, int count) in _anchors)
            anchor.Release(count);
        _anchors.Clear();
    }
}
