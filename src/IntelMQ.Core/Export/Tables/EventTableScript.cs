using System.Globalization;
using System.Text;

namespace IntelMQ.Export;

/// <summary>Writes the SQL that makes a table for events, with its indexes.</summary>
public static class EventTableScript
{
    /// <summary>The script, to be run as a whole.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="options">What the table is to be like.</param>
    /// <exception cref="ArgumentException">The partition key is none of the fields, or the engine knows no partitions.</exception>
    public static string Create(SqlEngine engine, EventTableOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var script = new StringBuilder();
        IReadOnlyList<(string Name, string Type)> columns = EventTableColumns.Of(engine, options);
        if (options.PartitionKey is { } key && (engine != SqlEngine.PostgreSql || !columns.Any(column => column.Name == key)))
            throw new ArgumentException($"A table cannot be divided by '{key}': name a field, and use PostgreSQL.", nameof(options));
        if (!options.WithoutEvents)
        {
            AppendTable(engine, options, columns, script);
            foreach (string statement in Indexes(engine, options, options.IfMissing))
                script.Append(statement).Append(";\n");
        }

        if (options.SeparateRaws)
            AppendRaws(engine, options, columns, script);
        return script.ToString();
    }

    internal static IEnumerable<string> Indexes(SqlEngine engine, EventTableOptions options, bool ifMissing)
    {
        string missing = ifMissing && engine is SqlEngine.PostgreSql or SqlEngine.Sqlite ? "IF NOT EXISTS " : "";
        foreach ((string name, string term) in EventTableColumns.Indexed(engine, options))
            yield return $"CREATE INDEX {missing}{SqlText.Quoted(engine, $"idx_{LastPart(options.Table)}_{name}")} ON {SqlText.QuotedTable(engine, options.Table)} ({term})";
    }

    /// <summary>A table's name without its schema.</summary>
    internal static string LastPart(string table) => table[(table.LastIndexOf('.') + 1)..].Trim('"');

    private static void AppendTable(SqlEngine engine, EventTableOptions options, IReadOnlyList<(string Name, string Type)> columns, StringBuilder script)
    {
        string id = SqlText.Quoted(engine, "id");
        string identity = engine switch
        {
            SqlEngine.PostgreSql => options.PartitionKey is null ? "bigserial PRIMARY KEY" : "bigserial",
            SqlEngine.Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            SqlEngine.SqlServer => "bigint IDENTITY(1,1) PRIMARY KEY",
            _ => "bigint AUTO_INCREMENT PRIMARY KEY",
        };
        script.Append(Create(engine, options.Table, options.IfMissing)).Append(CultureInfo.InvariantCulture, $" (\n    {id} {identity}");
        foreach ((string name, string type) in columns)
            script.Append(CultureInfo.InvariantCulture, $",\n    {SqlText.Quoted(engine, name)} {type}");
        if (options.PartitionKey is { } key)
        {
            string divided = SqlText.Quoted(engine, key);
            script.Append(CultureInfo.InvariantCulture, $",\n    PRIMARY KEY ({id}, {divided})\n) PARTITION BY RANGE ({divided});\n");
            script.Append(CultureInfo.InvariantCulture, $"{Create(engine, $"{options.Table}_default", options.IfMissing)} PARTITION OF {SqlText.QuotedTable(engine, options.Table)} DEFAULT;\n");
            return;
        }

        script.Append("\n);\n");
    }

    private static void AppendRaws(SqlEngine engine, EventTableOptions options, IReadOnlyList<(string Name, string Type)> columns, StringBuilder script)
    {
        string raws = SqlText.QuotedTable(engine, options.RawTable);
        string events = SqlText.QuotedTable(engine, options.Table);
        string text = engine switch { SqlEngine.SqlServer => "nvarchar(max)", SqlEngine.MySql => "longtext", _ => "text" };
        // A divided table has no key that a single column could refer to.
        string reference = options.PartitionKey is null ? $" REFERENCES {events} ({SqlText.Quoted(engine, "id")}) ON DELETE CASCADE" : "";
        string key = engine == SqlEngine.MySql
            ? $"{SqlText.Quoted(engine, "event_id")} bigint PRIMARY KEY, {SqlText.Quoted(engine, "raw")} {text}" + (reference.Length == 0 ? "" : $", FOREIGN KEY ({SqlText.Quoted(engine, "event_id")}){reference}")
            : $"{SqlText.Quoted(engine, "event_id")} bigint PRIMARY KEY{reference}, {SqlText.Quoted(engine, "raw")} {text}";
        script.Append(CultureInfo.InvariantCulture, $"{Create(engine, options.RawTable, options.IfMissing)} ({key});\n");
        if (engine != SqlEngine.PostgreSql)
            return;
        string view = SqlText.QuotedTable(engine, options.View);
        string function = SqlText.Quoted(engine, $"process_{LastPart(options.View)}_insert");
        string trigger = SqlText.Quoted(engine, $"tr_{LastPart(options.Table)}");
        string[] names = [.. columns.Where(static column => column.Name != "raw").Select(static column => SqlText.Quoted(SqlEngine.PostgreSql, column.Name))];
        string orReplace = options.IfMissing ? "OR REPLACE " : "";
        script.Append(CultureInfo.InvariantCulture, $"CREATE {orReplace}VIEW {view} AS SELECT e.\"id\", {string.Join(", ", names.Select(static name => $"e.{name}"))}, r.\"event_id\", r.\"raw\"\n");
        script.Append(CultureInfo.InvariantCulture, $"    FROM {events} AS e LEFT JOIN {raws} AS r ON r.\"event_id\" = e.\"id\";\n");
        script.Append(CultureInfo.InvariantCulture, $"CREATE {orReplace}FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $insert$\nDECLARE\n    stored bigint;\nBEGIN\n");
        script.Append(CultureInfo.InvariantCulture, $"    INSERT INTO {events} ({string.Join(", ", names)})\n        VALUES ({string.Join(", ", names.Select(static name => $"NEW.{name}"))}) RETURNING \"id\" INTO stored;\n");
        script.Append(CultureInfo.InvariantCulture, $"    IF NEW.\"raw\" IS NOT NULL THEN\n        INSERT INTO {raws} (\"event_id\", \"raw\") VALUES (stored, NEW.\"raw\");\n    END IF;\n    RETURN NEW;\nEND\n$insert$;\n");
        if (options.IfMissing)
            script.Append(CultureInfo.InvariantCulture, $"DROP TRIGGER IF EXISTS {trigger} ON {view};\n");
        script.Append(CultureInfo.InvariantCulture, $"CREATE TRIGGER {trigger} INSTEAD OF INSERT ON {view} FOR EACH ROW EXECUTE FUNCTION {function}();\n");
    }

    private static string Create(SqlEngine engine, string table, bool ifMissing)
    {
        string name = SqlText.QuotedTable(engine, table);
        return (engine, ifMissing) switch
        {
            (SqlEngine.SqlServer, true) => $"IF OBJECT_ID(N'{name.Replace("'", "''", StringComparison.Ordinal)}') IS NULL CREATE TABLE {name}",
            (_, true) => $"CREATE TABLE IF NOT EXISTS {name}",
            _ => $"CREATE TABLE {name}",
        };
    }
}
