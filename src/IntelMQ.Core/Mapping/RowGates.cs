using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The rules of a map that say which rows make events at all; there is none for maps without such rules.</summary>
internal sealed class RowGates
{
    private readonly FieldRule[] _conditions;
    private readonly (FieldKey[] Keys, RowError Error)[] _needs;

    private RowGates(FieldRule[] conditions, (FieldKey[] Keys, RowError Error)[] needs)
    {
        _conditions = conditions;
        _needs = needs;
    }

    public bool NeedsAllCells => _conditions.Any(static rule => rule.Condition!.NeedsAllCells);

    public static RowGates? Compile(IReadOnlyList<FieldRule> rules, Schema schema)
    {
        FieldRule[] conditions = [.. rules.Where(static rule => rule.Kind is FieldRuleKind.Skip or FieldRuleKind.Refuse)];
        (FieldKey[], RowError)[] needs =
        [
            .. rules.Where(static rule => rule.Kind == FieldRuleKind.NeedOneOf)
                .Select(rule => (rule.OneOf.Select(schema.Key).ToArray(), new RowError(rule.OneOf is [var only] ? only : null, null, rule.Reason!))),
        ];
        return conditions.Length + needs.Length > 0 ? new RowGates(conditions, needs) : null;
    }

    /// <summary>Asks the conditions, before any value is converted.</summary>
    /// <returns>Null where the row may make an event; otherwise as <see cref="RowPlan.Run"/>.</returns>
    public RowError? Refuse(Row row)
    {
        foreach (FieldRule rule in _conditions)
        {
            if (rule.Condition!.Holds(row))
                return rule.Kind == FieldRuleKind.Skip ? RowPlan.PassedOver : Error(rule);
        }

        return null;
    }

    /// <summary>Looks whether the fields that a row must set are set.</summary>
    public RowError? Check(EventBuilder builder)
    {
        foreach ((FieldKey[] keys, RowError error) in _needs)
        {
            if (!Array.Exists(keys, builder.Contains))
                return error;
        }

        return null;
    }

    private static RowError Error(FieldRule rule)
        => new(null, rule.Condition!.Cells is [{ Name: { } name }] ? name : null, rule.Reason!);
}
