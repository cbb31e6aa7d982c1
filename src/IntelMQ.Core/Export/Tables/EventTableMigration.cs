using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IntelMQ.Export;

/// <summary>Makes a table for events, or gives one that is there the columns, lengths and indexes that it lacks. Nothing is ever removed.</summary>
public static class EventTableMigration
{
    /// <summary>Makes or changes the table, in one transaction where the engine has them for tables.</summary>
    /// <param name="connection">A connection, open or not.</param>
    /// <param name="engine">Its engine.</param>
    /// <param name="options">What the table is to be like.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The statements that were run; empty where nothing was missing.</returns>
    /// <exception cref="DbException">The database refuses.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(DbConnection connection, SqlEngine engine, EventTableOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(options);
        if (connection.State != ConnectionState.Open)
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            Dictionary<string, string> known = await ColumnsAsync(connection, transaction, engine, options.Table, cancellationToken).ConfigureAwait(false);
            bool hasRaws = options.SeparateRaws && (await ColumnsAsync(connection, transaction, engine, options.RawTable, cancellationToken).ConfigureAwait(false)).Count > 0;
            List<string> statements = Missing(engine, options, known, hasRaws);
            foreach (string statement in statements)
                await RunAsync(connection, transaction, statement, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return statements;
        }
    }

    /// <summary>What is to be run, given the columns that are there and their types.</summary>
    internal static List<string> Missing(SqlEngine engine, EventTableOptions options, IReadOnlyDictionary<string, string> known, bool hasRaws)
    {
        if (known.Count == 0)
            return [EventTableScript.Create(engine, options with { WithoutEvents = false, SeparateRaws = options.SeparateRaws && !hasRaws })];
        var statements = new List<string>();
        string table = SqlText.QuotedTable(engine, options.Table);
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, string type) in EventTableColumns.Of(engine, options))
        {
            string column = SqlText.Quoted(engine, name);
            if (!known.TryGetValue(name, out string? was))
            {
                added.Add(name);
                statements.Add(engine == SqlEngine.SqlServer ? $"ALTER TABLE {table} ADD {column} {type}" : $"ALTER TABLE {table} ADD COLUMN {column} {type}");
            }
            else if (engine == SqlEngine.PostgreSql && IsWider(type, was))
            {
                statements.Add($"ALTER TABLE {table} ALTER COLUMN {column} TYPE {type}");
            }
        }

        foreach ((string name, string term) in EventTableColumns.Indexed(engine, options))
        {
            if (added.Contains(name))
                statements.Add($"CREATE INDEX {SqlText.Quoted(engine, $"idx_{EventTableScript.LastPart(options.Table)}_{name}")} ON {table} ({term})");
        }

        if (options.SeparateRaws && (!hasRaws || (engine == SqlEngine.PostgreSql && added.Count > 0)))
            statements.Add(RawsAgain(engine, options));
        return statements;
    }

    // A view takes no new columns in its middle: it is made anew, and with it go its function and trigger.
    private static string RawsAgain(SqlEngine engine, EventTableOptions options)
    {
        string script = EventTableScript.Create(engine, options with { WithoutEvents = true, IfMissing = true });
        return engine == SqlEngine.PostgreSql ? $"DROP VIEW IF EXISTS {SqlText.QuotedTable(engine, options.View)};\n{script}" : script;
    }

    private static bool IsWider(string type, string was)
    {
        if (type == "bigint")
            return was == "integer";
        if (!was.StartsWith("character varying(", StringComparison.Ordinal))
            return false;
        return type == "text" || (type.StartsWith("varchar(", StringComparison.Ordinal) && LengthOf(type) > LengthOf(was));
    }

    private static int LengthOf(string type) => int.Parse(type.AsSpan(type.IndexOf('(', StringComparison.Ordinal) + 1)[..^1], CultureInfo.InvariantCulture);

    private static async Task<Dictionary<string, string>> ColumnsAsync(DbConnection connection, DbTransaction transaction, SqlEngine engine, string table, CancellationToken cancellationToken)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = engine switch
            {
                SqlEngine.PostgreSql => "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass(@p0) AND attnum > 0 AND NOT attisdropped",
                SqlEngine.Sqlite => "SELECT name, type FROM pragma_table_info(@p0)",
                SqlEngine.SqlServer => "SELECT name, '' FROM sys.columns WHERE object_id = OBJECT_ID(@p0)",
                _ => "SELECT column_name, column_type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = @p0",
            };
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@p0";
            parameter.Value = engine is SqlEngine.PostgreSql or SqlEngine.SqlServer ? SqlText.QuotedTable(engine, table) : table;
            command.Parameters.Add(parameter);
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    columns[reader.GetString(0)] = reader.GetString(1);
            }

            return columns;
        }
    }

    [SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Made here, of quoted names.")]
    private static async Task RunAsync(DbConnection connection, DbTransaction transaction, string statement, CancellationToken cancellationToken)
    {
        DbCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
