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

    /// <summary>Every cell that no other rule has used, each below <c>extra.</c> under its column's name.</summary>
    public static FieldRule Rest() => new() { Kind = FieldRuleKind.Rest, FieldName = "" };

    private static string NameOf(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Name;
    }
}
