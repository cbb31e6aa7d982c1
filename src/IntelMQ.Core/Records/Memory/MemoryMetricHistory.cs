namespace IntelMQ.Records;

/// <summary>Counts by the minute in memory.</summary>
internal sealed class MemoryMetricHistory : IMetricHistory
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Minute, string Name, string Key), double> _counts = [];

    public ValueTask AddAsync(IReadOnlyList<MetricCount> counts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(counts);
        lock (_gate)
        {
            foreach (MetricCount count in counts)
            {
                (long, string, string) key = (MetricSteps.MinuteOf(count.Minute), count.Name, count.Key);
                _counts[key] = _counts.GetValueOrDefault(key) + count.Value;
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<MetricCount>> ReadAsync(string name, string? key, DateTimeOffset from, DateTimeOffset until, TimeSpan step, CancellationToken cancellationToken)
    {
        long minutes = MetricSteps.MinutesOf(step);
        (long first, long end) = (MetricSteps.MinuteOf(from), MetricSteps.MinuteOf(until));
        lock (_gate)
        {
            return new([.. _counts
                .Where(count => count.Key.Name == name && (key is null || count.Key.Key == key) && count.Key.Minute >= first && count.Key.Minute < end)
                .GroupBy(count => (Step: count.Key.Minute / minutes * minutes, count.Key.Key))
                .OrderBy(static group => group.Key.Step)
                .ThenBy(static group => group.Key.Key, StringComparer.Ordinal)
                .Select(group => new MetricCount(MetricSteps.TimeOf(group.Key.Step), name, group.Key.Key, group.Sum(static count => count.Value)))]);
        }
    }

    public ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        long end = MetricSteps.MinuteOf(before);
        lock (_gate)
        {
            (long, string, string)[] old = [.. _counts.Keys.TakeWhile(key => key.Minute < end)];
            foreach ((long, string, string) key in old)
                _counts.Remove(key);
            return new(old.Length);
        }
    }
}
