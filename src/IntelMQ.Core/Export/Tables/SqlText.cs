using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Export;

/// <summary>What the engines' dialects of SQL differ in.</summary>
public static class SqlText
{
    /// <summary>Finds an engine by IntelMQ's name, in any case: <c>postgresql</c>, <c>sqlite</c>, <c>mssql</c>, <c>mysql</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="engine">The engine.</param>
    public static bool TryGetEngine(string? name, out SqlEngine engine)
    {
        SqlEngine? found = name?.ToLowerInvariant() switch
        {
            "postgresql" => SqlEngine.PostgreSql,
            "sqlite" => SqlEngine.Sqlite,
            "mssql" => SqlEngine.SqlServer,
            "mysql" => SqlEngine.MySql,
            _ => null,
        };
        engine = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>A name as the engine takes it whatever is in it, such as <c>"source.ip"</c>.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">The name of a table or column.</param>
    public static string Quoted(SqlEngine engine, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return engine switch
        {
            SqlEngine.SqlServer => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]",
            SqlEngine.MySql => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`",
            _ => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        };
    }

    /// <summary>
    /// A table's name as the engine takes it: parts between dots are schemas, as in <c>archive.events</c>; PostgreSQL's parts are lower case
    /// unless they stand in double quotes.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="table">The table, with its schema where it is not in the search path.</param>
    public static string QuotedTable(SqlEngine engine, string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return string.Join('.', table.Split('.').Select(part => Quoted(engine, part switch
        {
            ['"', .. var inner, '"'] => inner,
            _ when engine == SqlEngine.PostgreSql => part.ToLowerInvariant(),
            _ => part,
        })));
    }

    /// <summary>
    /// The statement that inserts one row, with the parameters <c>@p0</c>, <c>@p1</c> ... in the order of the columns.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, one at least.</param>
    public static string Insert(SqlEngine engine, string table, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string names = string.Join(", ", columns.Select(column => Quoted(engine, column)));
        string values = string.Join(", ", Enumerable.Range(0, columns.Count).Select(static i => $"@p{i}"));
        return $"INSERT INTO {QuotedTable(engine, table)} ({names}) VALUES ({values})";
    }

    /// <summary>What gives the <c>id</c> of the row that the connection inserted last.</summary>
    [SuppressMessage("Style", "IDE0072:Add missing cases", Justification = "PostgreSQL takes the number beforehand.")]
    internal static string LastId(SqlEngine engine) => engine switch
    {
        SqlEngine.SqlServer => "CAST(@@IDENTITY AS bigint)",
        SqlEngine.MySql => "LAST_INSERT_ID()",
        SqlEngine.Sqlite => "last_insert_rowid()",
        _ => "lastval()",
    };
}
