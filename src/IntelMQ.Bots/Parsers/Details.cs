using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers;

/// <summary>
/// Rules for what a row says beside what its event is about: a value that the field refuses does not cost the row, and is kept below
/// <c>extra.</c>
/// </summary>
internal static class Details
{
    /// <summary>A column whose value, where the field refuses it, goes below <c>extra.</c> under the column's name.</summary>
    /// <param name="column">The column.</param>
    /// <param name="field">The field.</param>
    /// <param name="nothing">Cells that stand for nothing.</param>
    public static FieldMap Column(string column, Field field, params string[] nothing)
        => Of(Rules.Column(column, field), Rules.Extra(column), field, nothing);

    /// <summary>A column by its position, whose value goes below <c>extra.</c> under a name of its own where the field refuses it.</summary>
    public static FieldMap Column(int position, Field field, string name, params string[] nothing)
        => Of(Rules.Column(position, field), Rules.Extra(position, name), field, nothing);

    /// <summary>As the other overloads, with the rule written out; what its converter refuses is kept, too.</summary>
    public static FieldMap Column(ColumnRule rule, Field field, string name, params string[] nothing)
        => Of(rule, Rules.Extra(rule.Cell, name), field, nothing);

    /// <summary>A column with a TLP label; what is none is kept, and the event is for its recipients only.</summary>
    public static FieldMap Tlp(string column) =>
    [
        Rules.Column(column, Fields.Tlp).Optional(),
        Rules.Extra(column).UnlessSet(Fields.Tlp),
        Rules.Constant(Fields.Tlp, Harmonization.Tlp.Red).Where(Rules.Cell(column).That(static value => !value.IsIgnored, "says something")),
    ];

    /// <summary>A converter for numbers of anything: what is none stays the text that it is.</summary>
    public static Harmonized Count(FieldValue value, Utf8Buffer buffer)
        => HarmonizationTypes.Integer.Convert(value, buffer) is { IsValid: true } count ? count : Harmonized.Slice(value.Kind, 0, value.Utf8.Length);

    private static FieldMap Of(ColumnRule rule, ColumnRule kept, Field field, string[] nothing)
    {
        kept = kept.UnlessSet(field);
        if (rule.Condition is { } condition)
            kept = kept.Where(condition);
        return nothing.Length == 0 ? [rule.Optional(), kept] : [rule.Unless(nothing).Optional(), kept.Unless(nothing)];
    }
}
