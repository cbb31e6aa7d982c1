namespace IntelMQ.Mapping;

/// <summary>A row becomes an event for each element of a list.</summary>
public sealed record EachRule : MapRule
{
    internal EachRule()
    {
    }

    /// <summary>What a row becomes an event for each of.</summary>
    public required RowElements Elements { get; init; }

    /// <inheritdoc/>
    public override string Source => Elements.Words;

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => Elements.Cells.Select(static cell => cell.Name).OfType<string>();
}
