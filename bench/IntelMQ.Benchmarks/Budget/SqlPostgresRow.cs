using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.PostgreSql;
using IntelMQ.Tests;
using IntelMQ.Text;
using Npgsql;
using NpgsqlTypes;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>
/// Events into the table of events, in batches as outputs get them; the floor is Npgsql's binary COPY of the same values, which are there
/// as objects of .NET already. Both on a server that is started for it.
/// </summary>
internal sealed class SqlPostgresRow : BudgetRow, IDisposable
{
    private const int BatchSize = 1024;

    private readonly PostgreSqlProgram _server = PostgreSqlProgram.Start();
    private readonly NpgsqlDataSource _source;
    private readonly IEventTable _table;
    private readonly Event[][] _batches;
    private readonly List<(string Copy, object?[][] Rows, NpgsqlDbType[] Types)> _values = [];

    public SqlPostgresRow()
        : base("sql-postgres", 2.0)
    {
        _source = NpgsqlDataSource.Create(_server.ConnectionString);
        _table = PostgreSqlDriver.Instance.Open(new EventTableSettings { ConnectionString = _server.ConnectionString, Table = "events" });
        Run(EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions()));
        _batches = [.. new ShadowserverRow().Parse().Take(10 * BatchSize).Chunk(BatchSize)];
        var rows = new EventRows();
        foreach (Event[] batch in _batches)
        {
            rows.Load(batch);
            NpgsqlDbType[] types = [.. Enumerable.Range(0, rows.Columns.Count).Select(column => TypeOf(rows.TypeOf(column)))];
            object?[][] values = [.. Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, types.Length).Select(column => ValueOf(rows[row, column], types[column])).ToArray())];
            _values.Add(($"COPY events ({string.Join(", ", rows.Columns.Select(static name => SqlText.Quoted(SqlEngine.PostgreSql, name)))}) FROM STDIN (FORMAT BINARY)", values, types));
        }
    }

    public override int Events => _batches.Length * BatchSize;

    public override void Product(Utf8Buffer output)
    {
        Run("TRUNCATE events");
        foreach (Event[] batch in _batches)
            _table.StoreAsync(batch, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        using var connection = _source.OpenConnection();
        using var count = new NpgsqlCommand("SELECT count(*) FROM events", connection);
        output.Append((long)count.ExecuteScalar()!);
    }

    public override void Floor(Utf8Buffer output)
    {
        Run("TRUNCATE events");
        foreach ((string copy, object?[][] rows, NpgsqlDbType[] types) in _values)
        {
            using NpgsqlConnection connection = _source.OpenConnection();
            using NpgsqlBinaryImporter importer = connection.BeginBinaryImport(copy);
            foreach (object?[] row in rows)
            {
                importer.StartRow();
                for (int i = 0; i < row.Length; i++)
                {
                    if (row[i] is { } value)
                        importer.Write(value, types[i]);
                    else
                        importer.WriteNull();
                }
            }

            importer.Complete();
        }
    }

    public void Dispose()
    {
        _table.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _source.Dispose();
        _server.Dispose();
    }

    private void Run(string sql)
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static NpgsqlDbType TypeOf(HarmonizationType? type) => type?.Name switch
    {
        null or "JSON" => NpgsqlDbType.Json,
        "IPAddress" or "IPNetwork" => NpgsqlDbType.Inet,
        "DateTime" => NpgsqlDbType.TimestampTz,
        "Boolean" => NpgsqlDbType.Boolean,
        "Integer" or "ASN" => NpgsqlDbType.Integer,
        "Float" or "Accuracy" => NpgsqlDbType.Real,
        _ => NpgsqlDbType.Text,
    };

    private static object? ValueOf(FieldValue value, NpgsqlDbType type)
    {
        if (value.IsMissing)
            return null;
        string text = value.ToString();
        return type switch
        {
            NpgsqlDbType.Inet => new NpgsqlInet(text),
            NpgsqlDbType.TimestampTz => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime,
            NpgsqlDbType.Boolean => text == "true",
            NpgsqlDbType.Integer => int.Parse(text, CultureInfo.InvariantCulture),
            NpgsqlDbType.Real => float.Parse(text, CultureInfo.InvariantCulture),
            _ => text,
        };
    }
}
