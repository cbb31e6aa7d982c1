using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>A rule that gives a field its value: the same for every row, or that of a cell. The methods give changed copies.</summary>
public abstract record FieldRule : MapRule
{
    private protected FieldRule()
    {
    }

    /// <summary>The field's full name.</summary>
    public required string FieldName { get; init; }

    /// <summary>Which rows the rule counts for; <see langword="null"/> for all of them.</summary>
    public RowCondition? Condition { get; init; }

    /// <summary>The field that, where an earlier rule has set it, makes the rule not count; <see langword="null"/> for none.</summary>
    public string? UnlessSetField { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Columns => (Condition?.Cells ?? []).Select(static cell => cell.Name).OfType<string>();

    internal override IEnumerable<string> FieldNames => UnlessSetField is null ? [FieldName] : [FieldName, UnlessSetField];

    internal override bool UsesElement => Condition?.UsesElement == true;

    /// <summary>The rule counts only for rows for which a condition holds; to others it is as if it were not there.</summary>
    public virtual FieldRule Where(RowCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return this with { Condition = Condition?.And(condition) ?? condition };
    }

    /// <summary>The rule counts only where no earlier rule has set another field.</summary>
    public virtual FieldRule UnlessSet(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return this with { UnlessSetField = field.Name };
    }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{FieldName} <- {Source}";
}
