using System.Globalization;
using IntelMQ.Export;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>PostgreSQL's dialect.</summary>
internal sealed class PostgreSqlStoreSql : StoreSql
{
    // What BoundValue.TryReadMemberNumber reads.
    private const string Digits = "^-?[0-9.]{1,30}([eE][+-]?[0-9]{1,2})?$";

    public override SqlEngine Engine => SqlEngine.PostgreSql;

    public override string Typed(BoundField field, string? columnType, string parameter) => field.Form switch
    {
        FieldForm.Whole => $"CAST({parameter} AS bigint)",
        FieldForm.Real => $"CAST({parameter} AS {(columnType == "real" ? "real" : "double precision")})",
        FieldForm.Boolean => parameter,
        FieldForm.Time => $"CAST({parameter} AS timestamptz)",
        FieldForm.Address or FieldForm.Network when columnType is "inet" or "cidr" => $"CAST({parameter} AS inet)",
        _ => $"CAST({parameter} AS text)",
    };

    public override string Text(string column, FieldForm form, string columnType) => form switch
    {
        FieldForm.Address when columnType == "inet" => $"host({column})",
        FieldForm.Time => $"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
        _ => $"CAST({column} AS text)",
    };

    public override string Beginning(string column, TimeBucket span)
        => $"to_char(date_trunc('{span.ToString().ToLowerInvariant()}', {column} AT TIME ZONE 'UTC'), 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+00:00'";

    public override string IsInside(SqlQuestion question, BoundNetworks test, string column, string columnType)
    {
        string address = columnType is "inet" or "cidr" ? column : $"CAST({column} AS inet)";
        return $"({string.Join(" OR ", test.Networks.Select(network => $"{address} <<= CAST({question.Add(network.ToString())} AS inet)"))})";
    }

    // Turned round the beginning is what is common, and so an index can serve.
    public override string IsBelow(string column, string domain, string below, int length)
        => $"({column} = CAST({domain} AS text) OR reverse({column}) ^@ reverse(CAST({below} AS text)))";

    public override string Contains(string column, string text) => $"(strpos({column}, CAST({text} AS text)) > 0)";

    public override string Member(SqlQuestion question, BoundTest test, string column, string columnType)
    {
        string member = MemberOf(question, test.Field, column);
        string type = $"{(columnType == "jsonb" ? "jsonb" : "json")}_typeof({member})";
        string text = $"({member} #>> '{{}}')";
        string number = $"CASE WHEN {type} = 'number' AND {text} ~ '{Digits}' THEN CAST({text} AS double precision) END";
        string isText = $"CASE WHEN {type} = 'string' THEN {text} END";
        return test switch
        {
            BoundValues { Values.Count: 0 } => FilterSql.Never,
            BoundValues values => $"({string.Join(" OR ", values.Values.Select(value => value.Kind switch
            {
                FieldValueKind.Number => $"{number} = CAST({question.Add(value.Real)} AS double precision)",
                FieldValueKind.Boolean => $"CASE WHEN {type} = 'boolean' THEN {text} END = CAST({question.Add(value.Text)} AS text)",
                _ => $"{isText} = CAST({question.Add(value.Text)} AS text)",
            }))})",
            BoundContains contains => $"(strpos({isText}, CAST({question.Add(contains.Text)} AS text)) > 0)",
            BoundRange range => Range(question, range, number, isText, $"({type} <> 'null')"),
            _ => FilterSql.Never,
        };
    }

    public override string HasMember(SqlQuestion question, BoundExists test, string column, string columnType)
        => $"({(columnType == "jsonb" ? "jsonb" : "json")}_typeof({MemberOf(question, test.Field, column)}) <> 'null')";

    public override string ByBytes(string column) => $"{column} COLLATE \"C\"";

    private static string Range(SqlQuestion question, BoundRange range, string number, string text, string isSet)
    {
        var bounds = new List<string> { isSet };
        if (range.From is { } from)
            bounds.Add(Bound(from, range.IsFromIncluded ? ">=" : ">"));
        if (range.Until is { } until)
            bounds.Add(Bound(until, range.IsUntilIncluded ? "<=" : "<"));
        return $"({string.Join(" AND ", bounds)})";

        string Bound(BoundValue value, string comparison) => value.Kind == FieldValueKind.Number
            ? $"{number} {comparison} CAST({question.Add(value.Real)} AS double precision)"
            : $"({text}) COLLATE \"C\" {comparison} CAST({question.Add(value.Text)} AS text)";
    }

    private static string MemberOf(SqlQuestion question, BoundField field, string column)
        => string.Create(CultureInfo.InvariantCulture, $"({column} #> ARRAY[{string.Join(", ", field.Path.Select(step => $"CAST({question.Add(step)} AS text)"))}])");
}
