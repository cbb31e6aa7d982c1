using IntelMQ.Schemas;

namespace IntelMQ.Mapping;

/// <summary>The rules that maps are written with; parsers have them as members.</summary>
public static class Rules
{
    /// <summary>A value that is the same for every row.</summary>
    public static ConstantRule Constant(Field field, string value) => Constant(NameOf(field), value);

    /// <summary>A value that is the same for every row, for a field by its name.</summary>
    public static ConstantRule Constant(string field, string value) => new() { FieldName = field, Text = value };

    /// <summary>A cell by its column's name. Without a value the field is left out; a value that the field refuses fails the row.</summary>
    public static ColumnRule Column(string column, Field field) => Column(column, NameOf(field));

    /// <summary>A cell by its position, counted from 0.</summary>
    public static ColumnRule Column(int position, Field field) => Column(position, NameOf(field));

    /// <summary>A cell by its column's name, to a field by its name.</summary>
    public static ColumnRule Column(string column, string field) => Column(Cell(column), field);

    /// <summary>A cell by its position, to a field by its name.</summary>
    public static ColumnRule Column(int position, string field) => Column(Cell(position), field);

    /// <summary>A cell that is stored below <c>extra.</c> under its column's name.</summary>
    public static ColumnRule Extra(string column) => Extra(column, column);

    /// <summary>A cell that is stored below <c>extra.</c> under a name of its own.</summary>
    public static ColumnRule Extra(string column, string name) => Column(column, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

    /// <summary>A cell by its position, stored below <c>extra.</c>.</summary>
    public static ColumnRule Extra(int position, string name) => Column(position, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

    /// <summary>
    /// Every cell that no other rule has used, each below <c>extra.</c> under its column's name: of a table a column, of a JSON object a member
    /// (a member of a member by its path, where the map asks for another member there), of keys and values a key. The lists of
    /// <see cref="Each"/> are used.
    /// </summary>
    public static RestRule Rest() => new();

    /// <summary>A value that is the same for every row, of any kind, below <c>extra.</c></summary>
    /// <param name="field">The field's full name.</param>
    /// <param name="value">The value, stored as it stands.</param>
    public static ConstantRule Constant(string field, Harmonization.FieldValue value) => new() { FieldName = field, Text = value.ToString(), Kind = value.Kind };

    /// <summary>A cell, also one that no table has.</summary>
    public static ColumnRule Column(CellReference cell, Field field) => Column(cell, NameOf(field));

    /// <summary>A cell, also one that no table has, to a field by its name.</summary>
    public static ColumnRule Column(CellReference cell, string field)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return new() { FieldName = field, Cell = cell };
    }

    /// <summary>A cell, also one that no table has, stored below <c>extra.</c></summary>
    public static ColumnRule Extra(CellReference cell, string name) => Column(cell, FieldKey.ExtraPrefix + FieldNames.Normalize(name));

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
    public static SkipRule SkipWhere(RowCondition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new() { Condition = condition };
    }

    /// <summary>Rows for which the condition holds are failures. Asked before any value is converted.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="reason">
    /// The end of a sentence that begins with the column, where the condition speaks of one alone that has a name; otherwise with "the line".
    /// </param>
    public static RefuseRule RefuseWhere(RowCondition condition, string reason)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new() { Condition = condition, Reason = reason };
    }

    /// <summary>Rows that leave all of the fields unset are failures.</summary>
    public static NeedOneOfRule NeedOneOf(params Field[] fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new() { OneOf = [.. fields.Select(NameOf)], Reason = fields.Length == 1 ? "is missing" : $"gives none of {string.Join(", ", fields.Select(NameOf))}" };
    }

    /// <summary>
    /// Rows may have fewer or more cells than the header, as this feed's have by nature. Without this rule such a row is a failure: it has lost
    /// a quote, or its end.
    /// </summary>
    public static RaggedRule RaggedRows() => new();

    /// <summary>
    /// A row becomes an event for each element of a list. Rules that speak of <see cref="Element"/>, and all others for the same fields, are
    /// run for each element; the rest of the map once for the row. Conditions behind this rule are asked only of rows that have elements. A
    /// map has one such rule at most.
    /// </summary>
    public static EachRule Each(RowElements elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new() { Elements = elements };
    }

    /// <summary>Code that completes the event of each row, behind all other rules: the last resort, for what none of them can say.</summary>
    /// <param name="code">The code. With <see cref="Each"/> it sees the row before its elements, and what it stores is each one's.</param>
    /// <param name="words">For people: what the code does, as a sentence's end that follows "code completes the map:".</param>
    /// <param name="columns">Columns that the code reads and no rule takes; see <see cref="HookRule.Reads"/>.</param>
    public static HookRule Complete(RowHook code, string words, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new(code) { Words = words, Reads = [.. columns] };
    }

    private static string NameOf(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Name;
    }
}
