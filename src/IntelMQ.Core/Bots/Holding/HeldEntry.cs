using IntelMQ.State;

namespace IntelMQ.Bots;

/// <summary>An event among those that are held, and the input that stays unsettled for it.</summary>
internal sealed class HeldEntry(long id, string key, HeldEvent held)
{
    public long Id { get; } = id;

    public string Key { get; } = key;

    public HeldEvent Held { get; set; } = held with { Id = id };

    /// <summary>Whether it was not taken.</summary>
    public bool IsWaiting { get; set; } = true;

    /// <summary>What it came from, each retained once for each entry.</summary>
    public List<Receipt> Receipts { get; } = [];

    /// <summary>Lets go of its input.</summary>
    public void LetGo()
    {
        foreach (Receipt receipt in Receipts)
            receipt.Release(1);
        Receipts.Clear();
    }
}
