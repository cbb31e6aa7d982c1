using IntelMQ.Pipelines;
using IntelMQ.Sqlite;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>The floor inserts a batch in one transaction and takes it by DELETE ... RETURNING in another, at the same page size and durability.</summary>
internal sealed class SqliteRow : BrokerRow
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-benchmark-").FullName;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _take;

    public SqliteRow()
        : base("sqlite", 1.0)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "floor.db"), Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA page_size=16384; PRAGMA auto_vacuum=FULL; VACUUM; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE message (id INTEGER PRIMARY KEY, payload BLOB)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO message (payload) VALUES ($payload)";
        _insert.Parameters.Add("$payload", SqliteType.Blob);
        _take = _connection.CreateCommand();
        _take.CommandText = "DELETE FROM message WHERE id IN (SELECT id FROM message ORDER BY id LIMIT 256) RETURNING payload";
    }

    protected override IBroker Open() => new SqliteBroker(new SqliteBrokerOptions { Path = Path.Combine(_folder, "product.db") });

    protected override Task WriteAsync(IReadOnlyList<byte[]> payloads)
    {
        Execute("BEGIN IMMEDIATE");
        foreach (byte[] payload in payloads)
        {
            _insert.Parameters[0].Value = payload;
            _insert.ExecuteNonQuery();
        }

        Execute("COMMIT");
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<byte[]>> TakeAsync()
    {
        var taken = new List<byte[]>(BatchSize);
        Execute("BEGIN IMMEDIATE");
        using (SqliteDataReader reader = _take.ExecuteReader())
        {
            while (reader.Read())
                taken.Add(reader.GetFieldValue<byte[]>(0));
        }

        Execute("COMMIT");
        return Task.FromResult<IReadOnlyList<byte[]>>(taken);
    }

    protected override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _insert.Dispose();
        _take.Dispose();
        await _connection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Execute(string text)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class alone.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
