using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Mapping;

/// <summary>
/// One element of a report, taken apart into cells: the row of a table, an object's members, a line's keys and values. A view, valid
/// until the parser goes on.
/// </summary>
public readonly ref struct Row
{
    /// <summary>The position of a cell that no table has: the whole line.</summary>
    internal const int WholeRowPosition = -2;

    /// <summary>The position of a cell that no table has: the element that the row becomes an event for. Its members stand below.</summary>
    internal const int ElementPosition = -3;

    private readonly RowCells _cells;
    private readonly RowElement? _element;

    internal Row(ReadOnlySpan<byte> line, RowCells cells, RowElement? element = null)
    {
        Line = line;
        _cells = cells;
        _element = element;
    }

    /// <summary>The element as it stands in the report, without line end.</summary>
    public ReadOnlySpan<byte> Line { get; }

    /// <summary>How many cells there are.</summary>
    public int Count => _cells.Count;

    /// <summary>The names of the columns, as far as they have names.</summary>
    public IReadOnlyList<string> Columns => _cells.Columns.Names;

    /// <summary>The cell at a position, counted from 0; missing where the row is shorter.</summary>
    public FieldValue this[int index] => ValueOf(Cell(index));

    /// <summary>The cell of a column; missing where there is no such column, or the row is shorter.</summary>
    public FieldValue this[string column] => _cells.Columns.TryFind(column, out int index) ? this[index] : FieldValue.Missing;

    /// <summary>A cell, also one that no table has. Of an element's members those are there that rules of the map speak of.</summary>
    public FieldValue this[CellReference cell]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(cell);
            return ValueOf(cell);
        }
    }

    /// <summary>Whether there is a column of that name, whatever the row holds in it.</summary>
    public bool HasColumn(string column) => _cells.Columns.TryFind(column, out _);

    internal FieldValue ValueOf(Slot cell)
        => FieldValue.Of((FieldValueKind)cell.Kind, cell.Region == SlotRegion.Data ? Line.Slice(cell.Start, cell.Length) : _cells.Decoded.Slice(cell.Start, cell.Length));

    /// <summary>What the row, or the element of which its members are read, holds besides the columns.</summary>
    internal List<OtherCell> Others => _element?.Members?.Others ?? _cells.Others;

    internal Slot Cell(int index) => index >= 0 ? _cells[index] : OtherCell(index);

    internal FieldValue ValueOf(CellReference cell)
        => cell.Path is { } path ? MemberOf(path) : cell.Name is { } name ? this[name] : ValueOf(Cell(cell.Position));

    /// <summary>The row with an element that rules may speak of.</summary>
    internal Row With(RowElement element) => new(Line, _cells, element);

    /// <summary>The position of an element's member, counted from 0.</summary>
    internal static int PositionOfMember(int member) => ElementPosition - 1 - member;

    private FieldValue MemberOf(string path)
        => _element?.Members is { } members && members.Columns.TryFind(path, out int member) ? ValueOf(members[member]) : FieldValue.Missing;

    private Slot OtherCell(int index) => index switch
    {
        WholeRowPosition => new Slot(SlotKind.Text, SlotRegion.Data, 0, Line.Length, plain: false),
        ElementPosition => _element?.Value ?? default,
        < ElementPosition => _element?.Members is { } members ? members[ElementPosition - 1 - index] : default,
        _ => default,
    };
}
