namespace IntelMQ.Mapping;

/// <summary>Asks a row.</summary>
/// <returns>Whether the row is as asked. Must not throw.</returns>
public delegate bool RowTest(Row row);

/// <summary>What a row must be like for a rule to count. Immutable, and readable: the generated pages show its words.</summary>
public sealed class RowCondition
{
    private readonly RowTest _test;

    internal RowCondition(RowTest test, string words, IReadOnlyList<CellReference> cells)
    {
        _test = test;
        Words = words;
        Cells = cells;
    }

    /// <summary>Where a row has more cells than the header has names.</summary>
    public static RowCondition HasSurplusCells { get; } =
        new(static row => row.Count > row.Columns.Count, "the row has more cells than the header", []) { NeedsAllCells = true };

    /// <summary>For people: the condition, as what follows "where".</summary>
    public string Words { get; }

    /// <summary>The cells that the condition looks at.</summary>
    public IReadOnlyList<CellReference> Cells { get; }

    /// <summary>Whether the condition counts cells, so that none may be left out.</summary>
    internal bool NeedsAllCells { get; private init; }

    internal bool UsesElement => Cells.Any(static cell => cell.IsOfElement);

    /// <summary>Where both hold.</summary>
    public RowCondition And(RowCondition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Joined(row => _test(row) && other._test(row), other, "and");
    }

    /// <summary>Where one of both holds.</summary>
    public RowCondition Or(RowCondition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Joined(row => _test(row) || other._test(row), other, "or");
    }

    /// <inheritdoc/>
    public override string ToString() => Words;

    internal bool Holds(Row row) => _test(row);

    private RowCondition Joined(RowTest test, RowCondition other, string word)
        => new(test, $"{Words}, {word} {other.Words}", [.. Cells, .. other.Cells]) { NeedsAllCells = NeedsAllCells || other.NeedsAllCells };
}
