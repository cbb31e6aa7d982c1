using IntelMQ.Harmonization;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Messages;

/// <summary>Collects what all events of a report share.</summary>
internal sealed class ScopeBuilder(Schema schema)
{
    private readonly Slot[] _slots = new Slot[BuiltInFields.MaxCount];
    private readonly Utf8Buffer _bytes = new();

    /// <summary>Takes over the fields that every event gets from its report.</summary>
    public void AddReport(Report report)
    {
        foreach (FieldKey key in ReportFields.TakenOver(schema))
        {
            Slot slot = report.SlotOf(key);
            if (!slot.IsEmpty)
                Set(key.Ordinal, slot.Kind, report.BytesOf(slot), slot.IsPlain);
        }
    }

    public bool Contains(int ordinal) => !_slots[ordinal].IsEmpty;

    public void Set(int ordinal, FieldValueKind kind, ReadOnlySpan<byte> value) => Set(ordinal, (SlotKind)kind, value, plain: false);

    public MessageScope Build(byte[] rawPrefix)
    {
        ulong low = 0;
        ulong high = 0;
        var set = new List<Slot>();
        for (int ordinal = 0; ordinal < _slots.Length; ordinal++)
        {
            if (_slots[ordinal].IsEmpty)
                continue;
            set.Add(_slots[ordinal]);
            if (ordinal < 64)
                low |= 1UL << ordinal;
            else
                high |= 1UL << (ordinal & 63);
        }

        return new MessageScope(_bytes.ToArray(), low, high, [.. set], rawPrefix);
    }

    private void Set(int ordinal, SlotKind kind, ReadOnlySpan<byte> value, bool plain)
    {
        var slot = new Slot(kind, SlotRegion.Scope, 0, value.Length, plain || !value.ContainsAny(MessageJson.Escaped));
        int start = _bytes.Length;
        if (slot.IsVerbatim)
        {
            FieldKey key = schema.BuiltInKeys[ordinal]!;
            MessageJson.WriteVerbatim(key, kind, value, _bytes);
            start += key.JsonKeyLength + (kind == SlotKind.Text ? 1 : 0);
        }
        else
        {
            _bytes.Append(value);
        }

        _slots[ordinal] = new Slot(kind, SlotRegion.Scope, start, value.Length, slot.IsPlain);
    }
}
