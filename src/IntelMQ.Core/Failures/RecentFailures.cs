namespace IntelMQ.Failures;

/// <summary>
/// Knows the last failures by their ids, so that one that is stored again after a crash or an error is kept once. A bounded number of them:
/// what is done again follows closely. Not thread-safe.
/// </summary>
internal sealed class RecentFailures
{
    private const int Kept = 1 << 16;

    private readonly Dictionary<UInt128, long> _numbers = [];
    private readonly Queue<(UInt128 Id, long Number)> _order = new();

    /// <summary>Those of some failures that are not known, each once.</summary>
    public IReadOnlyList<Failure> NewOf(IReadOnlyList<Failure> failures)
    {
        if (failures.All(static failure => failure.Id == UInt128.Zero))
            return failures;
        var fresh = new HashSet<UInt128>();
        return [.. failures.Where(failure => failure.Id == UInt128.Zero || (!_numbers.ContainsKey(failure.Id) && fresh.Add(failure.Id)))];
    }

    public void Add(UInt128 id, long number)
    {
        if (id == UInt128.Zero)
            return;
        _numbers[id] = number;
        _order.Enqueue((id, number));
        if (_order.Count > Kept)
            Forget(_order.Dequeue());
    }

    /// <summary>Forgets failures that were removed: they may come again.</summary>
    public void Remove(IReadOnlyCollection<long> numbers)
    {
        if (_numbers.Count == 0)
            return;
        var removed = numbers as IReadOnlySet<long> ?? numbers.ToHashSet();
        foreach ((UInt128 id, long number) in _numbers)
        {
            if (removed.Contains(number))
                _numbers.Remove(id);
        }
    }

    private void Forget((UInt128 Id, long Number) oldest)
    {
        if (_numbers.TryGetValue(oldest.Id, out long number) && number == oldest.Number)
            _numbers.Remove(oldest.Id);
    }
}
