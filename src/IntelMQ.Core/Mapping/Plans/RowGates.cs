using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The rules of a map that say which rows make events at all; there is none for maps without such rules.</summary>
internal sealed class RowGates
{
    private readonly (RowCondition Condition, RowOutcome Outcome)[] _conditions;
    private readonly (FieldKey[] Keys, RowOutcome Outcome)[] _needs;

    private RowGates((RowCondition Condition, RowOutcome Outcome)[] conditions, (FieldKey[] Keys, RowOutcome Outcome)[] needs)
    {
        _conditions = conditions;
        _needs = needs;
    }

    public bool NeedsAllCells => _conditions.Any(static gate => gate.Condition.NeedsAllCells);

    public static RowGates? Compile(IReadOnlyList<MapRule> rules, Schema schema)
    {
        (RowCondition, RowOutcome)[] conditions = [.. rules.OfType<GateRule>().Select(static rule => (rule.Condition, rule.Outcome))];
        (FieldKey[], RowOutcome)[] needs =
        [
            .. rules.OfType<NeedOneOfRule>()
                .Select(rule => (rule.OneOf.Select(schema.Key).ToArray(), RowOutcome.Fail(rule.OneOf is [var only] ? only : null, rule.Reason))),
        ];
        return conditions.Length + needs.Length > 0 ? new RowGates(conditions, needs) : null;
    }

    /// <summary>Asks the conditions, before any value is converted.</summary>
    public RowOutcome Ask(Row row)
    {
        foreach ((RowCondition condition, RowOutcome outcome) in _conditions)
        {
            if (condition.Holds(row))
                return outcome;
        }

        return RowOutcome.Keep;
    }

    /// <summary>Looks whether the fields that a row must set are set.</summary>
    public RowOutcome Check(EventBuilder builder)
    {
        foreach ((FieldKey[] keys, RowOutcome outcome) in _needs)
        {
            if (!Array.Exists(keys, builder.Contains))
                return outcome;
        }

        return RowOutcome.Keep;
    }
}
