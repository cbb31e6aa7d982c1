namespace IntelMQ.Mapping;

/// <summary>A rule that says which rows make no event. Asked before any value is converted.</summary>
public abstract record GateRule : MapRule
{
    private protected GateRule()
    {
    }

    /// <summary>Which rows make no event.</summary>
    public required RowCondition Condition { get; init; }

    /// <inheritdoc/>
    public override string Source => Condition.Words;

    /// <summary>What becomes of rows for which the condition holds.</summary>
    internal abstract RowOutcome Outcome { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => Condition.Cells.Select(static cell => cell.Name).OfType<string>();

    internal override bool UsesElement => Condition.UsesElement;
}
