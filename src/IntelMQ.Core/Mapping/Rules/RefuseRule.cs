namespace IntelMQ.Mapping;

/// <summary>Rows for which the condition holds are failures.</summary>
public sealed record RefuseRule : GateRule
{
    internal RefuseRule()
    {
    }

    /// <summary>
    /// The end of a sentence that begins with the column, where the condition speaks of one alone that has a name; otherwise with "the line".
    /// </summary>
    public required string Reason { get; init; }

    internal override RowOutcome Outcome => RowOutcome.Fail(new RowError(null, Condition.Cells is [{ Name: { } name }] ? name : null, Reason));
}
