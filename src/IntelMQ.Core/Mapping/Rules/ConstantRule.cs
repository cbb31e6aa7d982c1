using IntelMQ.Harmonization;
using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>A value that is the same for every row. Behind other rules for its field it is their default.</summary>
public sealed record ConstantRule : FieldRule
{
    internal ConstantRule()
    {
    }

    /// <summary>The value's text.</summary>
    public required string Text { get; init; }

    /// <summary>What the value is; below <c>extra.</c> it is stored as such.</summary>
    public FieldValueKind Kind { get; init; } = FieldValueKind.Text;

    /// <summary>Whether the value takes the place of what the report says of its feed; otherwise the report's own word counts.</summary>
    public bool ReplacesReportField { get; init; }

    /// <inheritdoc/>
    public override string Source => $"\"{Text}\"";

    /// <inheritdoc/>
    public override ConstantRule Where(RowCondition condition) => (ConstantRule)base.Where(condition);

    /// <inheritdoc/>
    public override ConstantRule UnlessSet(Field field) => (ConstantRule)base.UnlessSet(field);
}
