using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The rules that maps are written with; parsers have them as members.</summary>
public static class Rules
{
    /// <summary>A value that is the same for every row.</summary>
    public static FieldRule Constant(Field field, string value) => new() { Kind = FieldRuleKind.Constant, FieldName = NameOf(field), ConstantText = value };

    /// <summary>A value that is the same for every row, for a field by its name.</summary>
    public static FieldRule Constant(string field, string value) => new() { Kind = FieldRuleKind.Constant, FieldName = field, ConstantText = value };

    /// <summary>A cell by its column's name. Without a value the field is left out; a value that the field refuses fails the row.</summary>
    public static FieldRule Column(string column, Field field) => new() { Kind = FieldRuleKind.Column, FieldName = NameOf(field), ColumnName = column };

    /// <summary>A cell by its position, counted from 0.</summary>
    public static FieldRule Column(int position, Field field) => new() { Kind = FieldRuleKind.Column, FieldName = NameOf(field), ColumnPosition = position };

    /// <summary>A cell by its column's name, to a field by its name.</summary>
    public static FieldRule Column(string column, string field) => new() { Kind = FieldRuleKind.Column, FieldName = field, ColumnName = column };

    /// <summary>A cell by its position, to a field by its name.</summary>
    public static FieldRule Column(int position, string field) => new() { Kind = FieldRuleKind.Column, FieldName = field, ColumnPosition = position };

    /// <summary>A cell that is stored below <c>extra.</c> under its column's name.</summary>
    public static FieldRule Extra(string column) => Extra(column, column);

    /// <summary>A cell that is stored below <c>extra.</c> under a name of its own.</summary>
    public static FieldRule Extra(string column, string name) => Column(column, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

    /// <summary>A cell by its position, stored below <c>extra.</c>.</summary>
    public static FieldRule Extra(int position, string name) => Column(position, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

    /// <summary>
    /// Every cell that no other rule has used, each below <c>extra.</c> under its column's name: of a table a column, of a JSON object a member
    /// (a member of a member by its path, where the map asks for another member there), of keys and values a key. The lists of
    /// <see cref="Each"/> are used.
    /// </summary>
    public static FieldRule Rest() => new() { Kind = FieldRuleKind.Rest, FieldName = "" };

    /// <summary>A value that is the same for every row, of any kind, below <c>extra.</c></summary>
    /// <param name="field">The field's full name.</param>
    /// <param name="value">The value, stored as it stands.</param>
    public static FieldRule Constant(string field, Harmonization.FieldValue value)
        => new() { Kind = FieldRuleKind.Constant, FieldName = field, ConstantText = value.ToString(), ConstantKind = value.Kind };

    /// <summary>A cell, also one that no table has.</summary>
    public static FieldRule Column(CellReference cell, Field field) => Column(cell, NameOf(field));

    /// <summary>A cell, also one that no table has, to a field by its name.</summary>
    public static FieldRule Column(CellReference cell, string field)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new() { Kind = FieldRuleKind.Column, FieldName = field, ColumnName = cell.Name, ColumnPosition = cell.Position };
    }

    /// <summary>A cell, also one that no table has, stored below <c>extra.</c></summary>
    public static FieldRule Extra(CellReference cell, string name) => Column(cell, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

    /// <summary>A cell by its column's name, for conditions.</summary>
    public static CellReference Cell(string column) => new(column, -1);

    /// <summary>A cell by its position, counted from 0, for conditions.</summary>
    public static CellReference Cell(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return new(null, position);
    }

    /// <summary>A cell that no table has: the row as it stands in the report, a text.</summary>
    public static CellReference WholeRow { get; } = new(null, Row.WholeRowPosition);

    /// <summary>A cell that no table has: the element that the row becomes an event for (<see cref="Each"/>).</summary>
    public static CellReference Element { get; } = new(null, Row.ElementPosition);

    /// <summary>Rows for which the condition holds make no event, which is no fault. Asked before any value is converted.</summary>
    public static FieldRule SkipWhere(RowCondition condition) => Gate(FieldRuleKind.Skip, condition, null);

    /// <summary>Rows for which the condition holds are failures. Asked before any value is converted.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="reason">
    /// The end of a sentence that begins with the column, where the condition speaks of one alone that has a name; otherwise with "the line".
    /// </param>
    public static FieldRule RefuseWhere(RowCondition condition, string reason) => Gate(FieldRuleKind.Refuse, condition, reason);

    /// <summary>Rows that leave all of the fields unset are failures.</summary>
    public static FieldRule NeedOneOf(params Field[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new() { Kind = FieldRuleKind.NeedOneOf, FieldName = "", OneOf = [.. fields.Select(NameOf)], Reason = fields.Length == 1 ? "is missing" : $"gives none of {string.Join(", ", fields.Select(NameOf))}" };
    }

    /// <summary>
    /// Rows may have fewer or more cells than the header, as this feed's have by nature. Without this rule such a row is a failure: it has lost
    /// a quote, or its end.
    /// </summary>
    public static FieldRule RaggedRows() => new() { Kind = FieldRuleKind.Ragged, FieldName = "" };

    /// <summary>
    /// A row becomes an event for each element of a list. Rules that speak of <see cref="Element"/>, and all others for the same fields, are
    /// run for each element; the rest of the map once for the row. Conditions behind this rule are asked only of rows that have elements. A
    /// map has one such rule at most.
    /// </summary>
    public static FieldRule Each(RowElements elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new() { Kind = FieldRuleKind.Each, FieldName = "", Elements = elements };
    }

    private static FieldRule Gate(FieldRuleKind kind, RowCondition condition, string? reason)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new() { Kind = kind, FieldName = "", Condition = condition, Reason = reason };
    }

    private static string NameOf(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Name;
    }
}
