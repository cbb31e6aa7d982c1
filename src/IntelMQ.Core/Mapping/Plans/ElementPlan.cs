using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The part of a map that is run for each element of a row (<see cref="EachRule"/>).</summary>
internal sealed class ElementPlan
{
    private ElementPlan(RowElements elements, RowPlan plan, ColumnIndex members, int[] columns, int[] sources)
    {
        Members = members;
        Elements = elements;
        Plan = plan;
        Columns = columns;
        Sources = sources;
        Known = elements.Known is null ? null : [.. elements.Known.Select(System.Text.Encoding.UTF8.GetBytes)];
        Separator = System.Text.Encoding.UTF8.GetBytes(elements.Separator ?? "");
    }

    public RowElements Elements { get; }

    /// <summary>The rules that are run for each element.</summary>
    public RowPlan Plan { get; }

    /// <summary>The paths of the members that these rules look at, where elements are JSON objects; none where they look at elements as a whole.</summary>
    public ColumnIndex Members { get; }

    /// <summary>Whether an element that is no object is a failure.</summary>
    public bool NeedsObjects { get; private init; }

    /// <summary>The positions of the cells that these rules take values from, besides the element itself.</summary>
    public int[] Columns { get; }

    /// <summary>The positions of the cells that hold the elements.</summary>
    public int[] Sources { get; }

    /// <summary>The columns that hold the elements, or that their rules take values from: they are no rest of the row.</summary>
    public int[] UsedColumns => [.. Columns.Union(Sources)];

    public byte[][]? Known { get; }

    public byte[] Separator { get; }

    /// <summary>Whether elements stand in JSON lists.</summary>
    public bool AreListed => Elements is { Separator: null, Texts.Count: 0 };

    /// <summary>Makes a map's rules for elements ready.</summary>
    /// <param name="map">The map.</param>
    /// <param name="schema">The events' schema.</param>
    /// <param name="columns">The table's columns; none where columns are counted.</param>
    /// <param name="others">The rules that are run once for a row.</param>
    /// <returns>Null where a row is one event.</returns>
    /// <exception cref="ArgumentException">The map has several lists of elements.</exception>
    public static ElementPlan? Compile(FieldMap map, Schema schema, ColumnIndex columns, out IReadOnlyList<MapRule> others)
    {
        others = map;
        EachRule[] each = [.. map.OfType<EachRule>()];
        if (each.Length == 0)
            return null;
        if (each is not [{ Elements: { } elements }])
            throw new ArgumentException("A map has more than one list of elements.");
        HashSet<string> fields = [.. map.OfType<FieldRule>().Where(static rule => rule.UsesElement).Select(static rule => rule.FieldName)];
        bool IsOfElement(MapRule rule, int place) => rule.UsesElement || rule switch
        {
            GateRule => place > map.ToList().IndexOf(each[0]),
            FieldRule field => fields.Contains(field.FieldName),
            NeedOneOfRule need => need.OneOf.Count > 0 && need.OneOf.All(fields.Contains),
            _ => false,
        };
        MapRule[] own = [.. map.Where(IsOfElement)];
        others = [.. map.Where((rule, place) => !IsOfElement(rule, place))];
        CellReference[] cells = [.. own.SelectMany(CellsOf).Where(static cell => cell.IsOfElement)];
        var members = new ColumnIndex([.. cells.Select(static cell => cell.Path).OfType<string>().Distinct(StringComparer.Ordinal)]);
        if (members.Names.Count > 0 && map.OfType<RestRule>().FirstOrDefault() is { } rest)
            own = [.. own, rest];
        IEnumerable<int> positions = own.OfType<ColumnRule>().Select(rule => Position(rule.Cell, columns));
        return new ElementPlan(
            elements,
            RowPlan.CompileElements(own, schema, columns, members),
            members,
            [.. positions.Where(static position => position >= 0).Distinct()],
            [.. elements.Cells.Select(cell => Position(cell, columns)).Where(static position => position >= 0)])
        {
            NeedsObjects = members.Names.Count > 0 && cells.All(static cell => cell.Path is not null),
        };
    }

    private static IEnumerable<CellReference> CellsOf(MapRule rule) => rule switch
    {
        ColumnRule column => (column.Condition?.Cells ?? []).Append(column.Cell),
        FieldRule field => field.Condition?.Cells ?? [],
        GateRule gate => gate.Condition.Cells,
        _ => [],
    };

    private static int Position(CellReference cell, ColumnIndex columns)
        => cell.Name is not { } name ? cell.Position : columns.TryFind(name, out int found) ? found : -1;
}
