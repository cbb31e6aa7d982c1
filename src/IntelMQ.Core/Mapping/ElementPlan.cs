using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The part of a map that is run for each element of a row (<see cref="FieldRuleKind.Each"/>).</summary>
internal sealed class ElementPlan
{
    private ElementPlan(RowElements elements, RowPlan plan, int[] columns, int[] sources)
    {
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
    public static ElementPlan? Compile(FieldMap map, Schema schema, ColumnIndex columns, out IReadOnlyList<FieldRule> others)
    {
        others = map;
        FieldRule[] each = [.. map.Where(static rule => rule.Kind == FieldRuleKind.Each)];
        if (each.Length == 0)
            return null;
        if (each is not [{ Elements: { } elements }])
            throw new ArgumentException("A map has more than one list of elements.");
        HashSet<string> fields = [.. map.Where(static rule => rule.UsesElement && rule.FieldName.Length > 0).Select(static rule => rule.FieldName)];
        int place = map.ToList().IndexOf(each[0]);
        HashSet<FieldRule> gates = [.. map.Skip(place).Where(static rule => rule.Kind is FieldRuleKind.Skip or FieldRuleKind.Refuse)];
        bool IsOfElement(FieldRule rule) => rule.UsesElement || gates.Contains(rule) || fields.Contains(rule.FieldName) || (rule.OneOf.Count > 0 && rule.OneOf.All(fields.Contains));
        others = [.. map.Where(rule => !IsOfElement(rule))];
        FieldRule[] own = [.. map.Where(IsOfElement)];
        IEnumerable<int> positions = own.Where(static rule => rule.Kind == FieldRuleKind.Column).Select(rule => Position(rule.ColumnName, rule.ColumnPosition, columns));
        return new ElementPlan(
            elements,
            RowPlan.CompileElements(own, schema, columns),
            [.. positions.Where(static position => position >= 0).Distinct()],
            [.. elements.Cells.Select(cell => Position(cell.Name, cell.Position, columns)).Where(static position => position >= 0)]);
    }

    private static int Position(string? name, int position, ColumnIndex columns)
        => name is null ? position : columns.TryFind(name, out int found) ? found : -1;
}
