namespace IntelMQ.Mapping;

/// <summary>Rows for which the condition holds make no event, which is no fault.</summary>
public sealed record SkipRule : GateRule
{
    internal SkipRule()
    {
    }

    internal override RowOutcome Outcome => RowOutcome.Skip;
}
