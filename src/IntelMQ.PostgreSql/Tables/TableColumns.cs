using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace IntelMQ.PostgreSql.Tables;

/// <summary>What the database says about the columns of a table or view.</summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, TableColumn> _byName = new(StringComparer.Ordinal);

    private TableColumns()
    {
    }

    public bool TryGet(string name, [NotNullWhen(true)] out TableColumn? column) => _byName.TryGetValue(name, out column);

    /// <summary>Asks the catalogue; null where there is no such table.</summary>
    public static async Task<TableColumns?> ReadAsync(NpgsqlConnection connection, string quotedTable, int timeout, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            """
            SELECT a.attname::text, t.typname::text, t.typtype::text, format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute AS a JOIN pg_type AS d ON d.oid = a.atttypid JOIN pg_type AS t ON t.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
            """,
            connection)
        {
            CommandTimeout = timeout,
            Parameters = { new NpgsqlParameter<string> { TypedValue = quotedTable } },
        };
        await using (command.ConfigureAwait(false))
        {
            var columns = new TableColumns();
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    string name = reader.GetString(0);
                    columns._byName[name] = new TableColumn(name, KindOf(reader.GetString(1), reader.GetString(2)), reader.GetString(3));
                }
            }

            return columns._byName.Count == 0 ? null : columns;
        }
    }

    private static ColumnKind KindOf(string type, string category) => type switch
    {
        _ when category == "e" => ColumnKind.Text,
        "text" or "varchar" or "bpchar" or "name" or "citext" or "bytea" => ColumnKind.Text,
        "json" => ColumnKind.Json,
        "jsonb" => ColumnKind.Jsonb,
        "inet" => ColumnKind.Inet,
        "timestamptz" => ColumnKind.TimestampTz,
        "bool" => ColumnKind.Boolean,
        "int2" => ColumnKind.Int16,
        "int4" => ColumnKind.Int32,
        "int8" => ColumnKind.Int64,
        "float4" => ColumnKind.Single,
        "float8" => ColumnKind.Double,
        "uuid" => ColumnKind.Uuid,
        _ => ColumnKind.Other,
    };
}
