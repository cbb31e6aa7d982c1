using IntelMQ.Notifications.OneShots.Mapping;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>One-shots in memory, for tests: they go with the process.</summary>
public sealed class MemoryOneShotStore : IOneShotStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OneShot> _all = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MappingPreset> _presets = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask<OneShot?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_all.GetValueOrDefault(id));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OneShot>> ListAsync(int skip, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _all.Values.OrderByDescending(static each => each.Created).ThenBy(static each => each.Id, StringComparer.Ordinal).Skip(skip).Take(limit)]);
    }

    /// <inheritdoc/>
    public ValueTask<OneShot?> SaveAsync(OneShot oneShot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        lock (_lock)
        {
            if ((_all.TryGetValue(oneShot.Id, out OneShot? known) ? known.Version : 0) != oneShot.Version)
                return new((OneShot?)null);
            return new(_all[oneShot.Id] = oneShot with { Version = oneShot.Version + 1 });
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MappingPreset>> ListPresetsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. _presets.Values]);
    }

    /// <inheritdoc/>
    public ValueTask SavePresetAsync(MappingPreset preset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preset);
        lock (_lock)
            _presets[preset.Name] = preset;
        return default;
    }
}
