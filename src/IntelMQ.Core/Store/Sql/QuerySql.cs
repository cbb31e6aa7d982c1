using System.Globalization;

namespace IntelMQ.Store;

/// <summary>Writes queries as SQL.</summary>
internal static class QuerySql
{
    /// <summary>Events, each with its id, what it is sorted by, and the columns.</summary>
    public static void AppendEvents(SqlQuestion question, BoundQuery query, string table, IReadOnlyList<BoundField> columns)
    {
        StoreSql sql = question.Sql;
        string? sorted = query.Sort is { } sort && question.Columns.ContainsKey(sort.Column) ? sql.Quoted(sort.Column) : null;
        string key = sorted is null ? "NULL" : sql.Text(sorted, query.Sort!.Form, question.Columns[query.Sort.Column]);
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT {sql.Quoted("id")}, {key}");
        foreach (BoundField column in columns)
            question.Text.Append(", ").Append(sql.Text(sql.Quoted(column.Column), column.Form, question.Columns[column.Column]));
        question.Text.Append(CultureInfo.InvariantCulture, $" FROM {table}");
        var conditions = new List<string>();
        if (query.Filter is { } filter)
            conditions.Add(FilterSql.Of(question, filter));
        if (query.After is { } after)
            conditions.Add(Behind(question, query, sorted, after));
        if (conditions.Count > 0)
            question.Text.Append(" WHERE ").AppendJoin(" AND ", conditions);
        string direction = query.Query.IsAscending ? "ASC" : "DESC";
        question.Text.Append(" ORDER BY ");
        if (sorted is not null)
        {
            // The lowest is what lacks the field. Where none can lack it, nothing is said, since an index knows one order only.
            string nulls = query.IsSortSet ? "" : query.Query.IsAscending ? " NULLS FIRST" : " NULLS LAST";
            question.Text.Append(CultureInfo.InvariantCulture, $"{Ordered(sql, query, sorted)} {direction}{nulls}, ");
        }

        question.Text.Append(CultureInfo.InvariantCulture, $"{sql.Quoted("id")} {direction} LIMIT {query.Query.Limit}");
    }

    public static void AppendCount(SqlQuestion question, BoundFilter? filter, string table, long atMost)
    {
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT COUNT(*) FROM (SELECT 1 FROM {table}");
        AppendWhere(question, filter);
        question.Text.Append(CultureInfo.InvariantCulture, $" LIMIT {Math.Min(atMost, long.MaxValue - 1) + 1}) AS counted");
    }

    public static void AppendGroups(SqlQuestion question, BoundGroups groups, string table)
    {
        StoreSql sql = question.Sql;
        string[] keys = [.. groups.Keys.Select(key => KeyOf(question, key.Field, key.Span))];
        string distinct = groups.Distinct is { } field ? $", COUNT(DISTINCT {KeyOf(question, field, null)}) AS d" : "";
        string names = string.Join(", ", Enumerable.Range(0, keys.Length).Select(static i => $"k{i}"));
        question.Text.Append(CultureInfo.InvariantCulture, $"SELECT {names}, n{(distinct.Length == 0 ? "" : ", d")} FROM (SELECT ");
        question.Text.AppendJoin(", ", keys.Select(static (key, i) => $"{key} AS k{i}")).Append(CultureInfo.InvariantCulture, $", COUNT(*) AS n{distinct} FROM {table}");
        AppendWhere(question, groups.Filter);
        question.Text.Append(" GROUP BY ").AppendJoin(", ", Enumerable.Range(1, keys.Length)).Append(") AS grouped ORDER BY n DESC");
        for (int i = 0; i < keys.Length; i++)
            question.Text.Append(CultureInfo.InvariantCulture, $", {sql.ByBytes($"k{i}")} NULLS FIRST");
        question.Text.Append(CultureInfo.InvariantCulture, $" LIMIT {groups.Query.Limit}");
    }

    public static void AppendWhere(SqlQuestion question, BoundFilter? filter)
    {
        if (filter is not null)
            question.Text.Append(" WHERE ").Append(FilterSql.Of(question, filter));
    }

    private static string KeyOf(SqlQuestion question, BoundField field, TimeBucket? span)
    {
        if (!question.Columns.TryGetValue(field.Column, out string? type))
            return "CAST(NULL AS text)";
        string column = question.Sql.Quoted(field.Column);
        return span is { } bucket ? question.Sql.Beginning(column, bucket) : $"CAST({question.Sql.Text(column, field.Form, type)} AS text)";
    }

    private static string Ordered(StoreSql sql, BoundQuery query, string column) => query.Sort!.Form == FieldForm.Text ? sql.ByBytes(column) : column;

    private static string Behind(SqlQuestion question, BoundQuery query, string? sorted, BoundQuery.Place after)
    {
        string comparison = query.Query.IsAscending ? ">" : "<";
        string idColumn = question.Sql.Quoted("id");
        string id = $"CAST({question.Add(after.Id)} AS bigint)";
        if (sorted is null)
            return $"{idColumn} {comparison} {id}";
        if (after.Value is not { } place)
            return query.Query.IsAscending ? $"({sorted} IS NOT NULL OR {idColumn} > {id})" : $"({sorted} IS NULL AND {idColumn} < {id})";
        string value = FilterSql.Value(question, query.Sort!, question.Columns[query.Sort!.Column], place);
        string column = Ordered(question.Sql, query, sorted);
        string behind = $"({column}, {idColumn}) {comparison} ({value}, {id})";
        return query.Query.IsAscending || query.IsSortSet ? behind : $"({behind} OR {sorted} IS NULL)";
    }
}
