namespace IntelMQ.Records;

/// <summary>The audit log in memory.</summary>
internal sealed class MemoryAuditLog(TimeProvider time) : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly List<AuditEntry> _entries = [];
    private long _last;

    public ValueTask<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_gate)
        {
            AuditEntry added = entry with { Number = ++_last, Time = time.GetUtcNow() };
            _entries.Add(added);
            return new(added);
        }
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            return new([.. _entries
                .Where(entry => filter.Who is not { } who || entry.Who == who)
                .Where(entry => filter.Action is not { } action || entry.Action == action)
                .Where(entry => filter.Target is not { } target || entry.Target == target)
                .Where(entry => !(entry.Time < filter.From) && !(entry.Time >= filter.Until) && !(entry.Number >= filter.Below))
                .Reverse()
                .Take(Math.Clamp(filter.Count, 1, 1000))]);
        }
    }

    public ValueTask<int> EraseAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        lock (_gate)
        {
            int erased = 0;
            for (int i = 0; i < _entries.Count; i++)
            {
                AuditEntry entry = _entries[i];
                AuditEntry without = entry with { Before = Without(entry.Before, text), After = Without(entry.After, text), Note = Without(entry.Note, text) };
                if (without == entry)
                    continue;
                _entries[i] = without;
                erased++;
            }

            return new(erased);
        }
    }

    public ValueTask<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_entries.RemoveAll(entry => entry.Time < before));
    }

    private static string? Without(string? value, string text)
        => value is not null && value.Contains(text, StringComparison.Ordinal) ? IAuditLog.Erased : value;
}
