using System.Collections.Frozen;

namespace IntelMQ.Mapping;

/// <summary>The names of a table's columns and where each stands; of several with one name the last one counts, as IntelMQ has it.</summary>
internal sealed class ColumnIndex
{
    private readonly FrozenDictionary<string, int> _positions;

    public ColumnIndex(IReadOnlyList<string> names)
    {
        Names = names;
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
            positions[names[i]] = i;
        _positions = positions.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static ColumnIndex None { get; } = new([]);

    public IReadOnlyList<string> Names { get; }

    public bool TryFind(string name, out int position) => _positions.TryGetValue(name, out position);
}
