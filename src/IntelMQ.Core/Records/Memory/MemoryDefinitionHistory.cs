namespace IntelMQ.Records;

/// <summary>The history of definitions in memory.</summary>
internal sealed class MemoryDefinitionHistory(TimeProvider time) : IDefinitionHistory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<DefinitionVersion>> _versions = new(StringComparer.Ordinal);

    public ValueTask<DefinitionVersion?> AddAsync(string pipeline, ReadOnlyMemory<byte> json, string who, string note, long expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        lock (_gate)
        {
            if (!_versions.TryGetValue(pipeline, out List<DefinitionVersion>? versions))
                _versions.Add(pipeline, versions = []);
            if (versions.Count != expected)
                return new((DefinitionVersion?)null);
            var version = new DefinitionVersion(pipeline, expected + 1, time.GetUtcNow(), who, note) { Json = json.ToArray() };
            versions.Add(version);
            return new(version);
        }
    }

    public ValueTask<DefinitionVersion?> FindAsync(string pipeline, long? number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_versions.TryGetValue(pipeline, out List<DefinitionVersion>? versions)
                ? versions.LastOrDefault(version => number is not { } wanted || version.Number == wanted)
                : null);
        }
    }

    public ValueTask<IReadOnlyList<DefinitionVersion>> ListAsync(string pipeline, long? below, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_versions.TryGetValue(pipeline, out List<DefinitionVersion>? versions)
                ? [.. versions.Where(version => !(version.Number >= below)).Reverse().Take(Math.Clamp(count, 1, 1000)).Select(static version => version with { Json = default })]
                : []);
        }
    }
}
