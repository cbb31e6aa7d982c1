using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>
/// Stores what a row holds besides the columns that a map names, each below <c>extra.</c> under its own name. Of cells with one name the last one
/// counts; names that would become the same field's are told apart.
/// </summary>
internal sealed class OtherCells(Schema schema)
{
    private readonly Dictionary<string, Slot> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    public void Store(in Row row, EventBuilder builder)
    {
        if (row.Others.Count == 0)
            return;
        _last.Clear();
        _taken.Clear();
        foreach ((string name, _, Slot value) in row.Others)
        {
            _last[name] = value;
            // Names that have the form already keep it.
            if (name == FieldNames.Normalize(name))
                _taken.TryAdd(name, 2);
        }

        foreach ((string name, _, _) in row.Others)
        {
            if (_last.Remove(name, out Slot value) && KeyFor(name) is { } key && !builder.Contains(key))
                builder.SetCopy(key, row.ValueOf(value));
        }
    }

    private FieldKey? KeyFor(string name)
    {
        if (name != FieldNames.Normalize(name))
            name = name.AsSpan().Trim().IsEmpty ? "" : FieldNames.NormalizeApart(name, _taken);
        return name.Length > 0 && schema.TryGetKey(FieldKey.ExtraPrefix + name, out FieldKey? key) ? key : null;
    }
}
