using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>Writes conditions as SQL. A column that the table lacks is a field that no event has.</summary>
internal static class FilterSql
{
    public const string Never = "(1 = 0)";
    private const string Always = "(1 = 1)";

    public static string Of(SqlQuestion question, BoundFilter filter) => filter switch
    {
        BoundAll all => all.Filters.Count == 0 ? Always : $"({string.Join(" AND ", all.Filters.Select(one => Of(question, one)))})",
        BoundAny any => any.Filters.Count == 0 ? Never : $"({string.Join(" OR ", any.Filters.Select(one => Of(question, one)))})",
        // What is unknown to SQL is not fulfilled.
        BoundNot not => $"NOT (({Of(question, not.Filter)}) IS TRUE)",
        BoundExists exists => OfExists(question, exists),
        BoundTest test => OfTest(question, test),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    private static string OfExists(SqlQuestion question, BoundExists exists)
    {
        if (!question.Columns.TryGetValue(exists.Field.Column, out string? type))
            return Never;
        string column = question.Sql.Quoted(exists.Field.Column);
        return exists.Field.Form == FieldForm.Member ? question.Sql.HasMember(question, exists, column, type) : $"({column} IS NOT NULL)";
    }

    private static string OfTest(SqlQuestion question, BoundTest test)
    {
        if (!question.Columns.TryGetValue(test.Field.Column, out string? type))
            return Never;
        string column = question.Sql.Quoted(test.Field.Column);
        if (test.Field.Form == FieldForm.Member)
            return question.Sql.Member(question, test, column, type);
        switch (test)
        {
            case BoundValues values:
                return values.Values.Count == 0 ? Never : $"({column} IN ({string.Join(", ", values.Values.Select(value => Value(question, test.Field, type, value)))}))";
            case BoundRange range:
                string compared = test.Field.Form == FieldForm.Text ? question.Sql.ByBytes(column) : column;
                var bounds = new List<string> { $"{column} IS NOT NULL" };
                if (range.From is { } from)
                    bounds.Add($"{compared} {(range.IsFromIncluded ? ">=" : ">")} {Value(question, test.Field, type, from)}");
                if (range.Until is { } until)
                    bounds.Add($"{compared} {(range.IsUntilIncluded ? "<=" : "<")} {Value(question, test.Field, type, until)}");
                return $"({string.Join(" AND ", bounds)})";
            case BoundNetworks networks:
                return networks.Networks.Count == 0 ? Never : question.Sql.IsInside(question, networks, column, type);
            case BoundDomain domain:
                return question.Sql.IsBelow(column, question.Add(domain.Domain), question.Add("." + domain.Domain), domain.Domain.EnumerateRunes().Count() + 1);
            default:
                return question.Sql.Contains(column, question.Add(((BoundContains)test).Text));
        }
    }

    public static string Value(SqlQuestion question, BoundField field, string? type, BoundValue value)
        => question.Sql.Typed(field, type, question.Add(ObjectOf(field.Form, value)));

    private static object ObjectOf(FieldForm form, BoundValue value) => form switch
    {
        FieldForm.Whole => value.Whole,
        FieldForm.Real => value.Real,
        FieldForm.Boolean => value.Text == "true",
        FieldForm.Member when value.Kind == FieldValueKind.Number => value.Real,
        _ => value.Text,
    };
}
