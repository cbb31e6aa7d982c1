using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>Where the cells of the row stand that is being read: in its line, or in a buffer that takes those that are no part of it.</summary>
/// <param name="columns">The names of the columns, as far as they have names.</param>
/// <param name="shared">The buffer, where it is another row's; those cells then stand only there.</param>
internal sealed class RowCells(ColumnIndex columns, Utf8Buffer? shared = null)
{
    private Slot[] _slots = new Slot[16];

    public ColumnIndex Columns => columns;

    /// <summary>How many cells there are.</summary>
    public int Count { get; private set; }

    /// <summary>Holds the cells that stand nowhere in the line.</summary>
    public Utf8Buffer Decoded { get; } = shared ?? new Utf8Buffer();

    /// <summary>What the row holds besides the columns, by name; for rows that name their cells one by one.</summary>
    public List<OtherCell> Others { get; } = [];

    public Span<Slot> Slots => _slots.AsSpan(0, Count);

    /// <summary>The cell at a position; empty where the row is shorter.</summary>
    public Slot this[int position] => (uint)position < (uint)Count ? _slots[position] : default;

    /// <summary>Forgets the last row's cells.</summary>
    public void Clear()
    {
        Count = 0;
        Others.Clear();
        if (shared is null)
            Decoded.Clear();
    }

    /// <summary>Forgets the last row's cells; all cells of the next one are set.</summary>
    public void Begin(int count)
    {
        if (_slots.Length < count)
            _slots = new Slot[Math.Max(count, _slots.Length * 2)];
        Count = count;
        Decoded.Clear();
    }

    /// <summary>Makes room for cells at positions below <paramref name="count"/>; they are missing until set.</summary>
    public void Reserve(int count)
    {
        if (_slots.Length < count)
            Array.Resize(ref _slots, Math.Max(count, _slots.Length * 2));
        if (count > Count)
        {
            Array.Clear(_slots, Count, count - Count);
            Count = count;
        }
    }

    /// <summary>Sets a cell that is a part of the line, or a decoded copy of one.</summary>
    public void Set(int position, FieldValueKind kind, ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, bool plain)
    {
        if (value.Length == 0)
            _slots[position] = new Slot((SlotKind)kind, SlotRegion.Data, 0, 0, plain: true);
        else if (shared is null && line.Overlaps(value, out int offset))
            _slots[position] = new Slot((SlotKind)kind, SlotRegion.Data, offset, value.Length, plain);
        else
            SetDecoded(position, kind, value);
    }

    /// <summary>Sets a text cell of a table's row.</summary>
    /// <param name="position">The column.</param>
    /// <param name="line">The row as it stands.</param>
    /// <param name="value">The cell, decoded.</param>
    /// <param name="plainLine">Whether the row holds nothing but quotes that JSON escapes.</param>
    public void SetOfTable(int position, ReadOnlySpan<byte> line, ReadOnlySpan<byte> value, bool plainLine)
    {
        if (value.Length == 0)
        {
            _slots[position] = new Slot(SlotKind.Text, SlotRegion.Data, 0, 0, plain: true);
        }
        else if (line.Overlaps(value, out int offset))
        {
            // A cell in quotes that could be taken as it stands has none within.
            bool plain = plainLine && ((offset > 0 && line[offset - 1] == (byte)'"') || !value.Contains((byte)'"'));
            _slots[position] = new Slot(SlotKind.Text, SlotRegion.Data, offset, value.Length, plain);
        }
        else
        {
            SetDecoded(position, FieldValueKind.Text, value);
        }
    }

    /// <summary>Sets a cell whose bytes stand nowhere in the line.</summary>
    public void SetDecoded(int position, FieldValueKind kind, ReadOnlySpan<byte> value)
    {
        int start = Decoded.Length;
        Decoded.Append(value);
        _slots[position] = new Slot((SlotKind)kind, SlotRegion.Tail, start, value.Length, plain: false);
    }

    /// <summary>Adds what stands in no column; nothing, where it is empty or null.</summary>
    /// <param name="name">Its name, or the path to it.</param>
    /// <param name="outer">How much of the name is the path in front of its own.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="value">Its bytes.</param>
    public void AddOther(string name, int outer, FieldValueKind kind, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || kind == FieldValueKind.Null)
            return;
        int start = Decoded.Length;
        Decoded.Append(value);
        Others.Add(new OtherCell(name, outer, new Slot((SlotKind)kind, SlotRegion.Tail, start, value.Length, plain: false)));
    }

    public bool HasValue(int position) => !_slots[position].IsEmpty;

    /// <summary>Takes a cell back.</summary>
    public void Remove(int position) => _slots[position] = default;
}
