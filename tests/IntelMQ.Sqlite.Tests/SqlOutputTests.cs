using System.Data.Common;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Sqlite.Tables;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqlOutputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sql").FullName;

    private string File => Path.Combine(_folder, "events.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_table_is_made_and_takes_events_with_the_types_of_their_fields()
    {
        await using SqlOutput output = await StartAsync(static options => options.CreateTable = true);
        await output.SendAsync([Read("""{"source.asn": 64496, "feed.accuracy": 33.5, "source.tor_node": true, "extra.b.c": [1], "extra.huge": 1000000000000000000000000000000, "raw": "eA=="}"""), Read("""{"comment": "ü"}""")], default);
        Assert.Equal(
            ["64496|33.5|1|{\"b.c\": [1], \"huge\": 1000000000000000000000000000000}|eA==|", "|||||ü"],
            Ask("SELECT \"source.asn\", \"feed.accuracy\", \"source.tor_node\", extra, raw, comment FROM events ORDER BY id"));
        // Again, and with a column that was not there.
        Run("ALTER TABLE events DROP COLUMN comment");
        await using SqlOutput again = await StartAsync(static options => options.CreateTable = true);
        await again.SendAsync([Read("""{"comment": "ü"}""")], default);
        Assert.Equal(["3"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_batch_with_an_event_that_does_not_fit_is_refused_as_a_whole()
    {
        Run("CREATE TABLE events (id INTEGER PRIMARY KEY, \"source.port\" INTEGER CHECK (\"source.port\" <> 7))");
        await using SqlOutput output = await StartAsync();
        RefusedException refusal = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Port(6), Port(7)], default).AsTask());
        Assert.Contains("CHECK constraint", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Port(6), Read("""{"comment": "c"}""")], default).AsTask());
        Assert.Equal(["0"], Ask("SELECT count(*) FROM events"));
        await output.SendAsync([Port(6), Port(8)], default);
        Assert.Equal(["2"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task With_an_empty_list_of_fields_each_event_is_refused()
    {
        Run("CREATE TABLE events (id INTEGER PRIMARY KEY, comment TEXT)");
        await using SqlOutput output = await StartAsync(static options => options.Fields = []);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([Read("""{"comment": "c"}""")], default).AsTask());
        Assert.Equal(["0"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_file_that_is_not_there_stops_the_bot_and_a_table_that_is_not_may_come()
    {
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(() => StartAsync());
        Assert.Contains("unable to open", exception.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
        Run("CREATE TABLE others (id INTEGER)");
        await using SqlOutput output = await StartAsync();
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync([Port(1)], default).AsTask());
        Run("CREATE TABLE events (\"source.port\" INTEGER)");
        await output.SendAsync([Port(1)], default);
        Assert.Equal(["1"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_file_that_somebody_else_writes_is_waited_for()
    {
        Run("CREATE TABLE events (\"source.port\" INTEGER)");
        await using SqlOutput output = await StartAsync(static options => options.ConnectTimeout = TimeSpan.FromSeconds(1));
        using (var other = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction transaction = other.BeginTransaction();
            await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync([Port(1)], default).AsTask());
        }

        await output.SendAsync([Port(1)], default);
        Assert.Equal(["1"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task A_disk_without_room_and_a_file_that_is_read_only_may_pass()
    {
        Run("CREATE TABLE events (raw TEXT)");
        var settings = new EventTableSettings { ConnectionString = $"Data Source={File};Pooling=False", Table = "events" };
        await using var full = new SqliteEventTable(new Limited("PRAGMA max_page_count = 4"), settings);
        DatabaseServiceException exception = await Assert.ThrowsAsync<DatabaseServiceException>(() => full.StoreAsync([Raw(100_000)], default).AsTask());
        Assert.Contains("full", exception.Message, StringComparison.Ordinal);
        await full.StoreAsync([Raw(10)], default);
        await using var closed = new SqliteEventTable(new Limited("PRAGMA query_only = 1"), settings);
        await Assert.ThrowsAsync<DatabaseServiceException>(() => closed.StoreAsync([Raw(10)], default).AsTask());
        Assert.Equal(["1"], Ask("SELECT count(*) FROM events"));
    }

    [Fact]
    public async Task Raw_and_the_ledger_have_tables_of_their_own()
    {
        await using SqlOutput output = await StartAsync(static options => (options.CreateTable, options.RawTable, options.LedgerTable) = (true, "raws", "stored"));
        Event[] batch = [Read("""{"source.port": 1, "raw": "YQ=="}"""), Read("""{"source.port": 2}"""), Read("""{"source.port": 3, "raw": "Yg=="}""")];
        await output.SendAsync(batch, default);
        await output.SendAsync([.. batch, batch[0], Port(4)], default);
        Assert.Equal(["1|YQ==", "2|", "3|Yg==", "4|"], Ask("SELECT e.\"source.port\", r.raw FROM events AS e LEFT JOIN raws AS r ON r.event_id = e.id ORDER BY e.id"));
        Assert.Equal(["0|4"], Ask("SELECT (SELECT count(raw) FROM events), (SELECT count(*) FROM stored)"));
    }

    [Fact]
    public async Task Many_sets_of_fields_take_no_more_than_some_statements()
    {
        await using SqlOutput output = await StartAsync(static options => options.CreateTable = true);
        string[] names = [.. Schema.Default.Definitions.Where(static field => field.Type.Name == "String").Select(static field => field.Name).Take(10)];
        Event[] batch = [.. Enumerable.Range(1, 600).Select(n => Read($"{{{string.Join(", ", names.Where((_, i) => (n >> i & 1) == 1).Select(static name => $"\"{name}\": \"a\""))}}}"))];
        await output.SendAsync(batch, default);
        Assert.Equal(["600"], Ask("SELECT count(*) FROM events"));
    }

    private static Event Port(int port) => Read($$"""{"source.port": {{port}}}""");

    private static Event Raw(int length) => Read($$"""{"raw": "{{Convert.ToBase64String(new byte[length])}}"}""");

    private static Event Read(string json)
        => Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error) ? message : throw new InvalidOperationException(error.ToString());

    private async Task<SqlOutput> StartAsync(Action<SqlOutputOptions>? set = null)
    {
        var options = new SqlOutputOptions { Engine = "sqlite", Database = File };
        set?.Invoke(options);
        var output = new SqlOutput(options, new BotServices { Databases = new Dictionary<string, DbProviderFactory> { ["sqlite"] = SqliteDriver.Instance } });
        await output.StartAsync(default);
        return output;
    }

    private void Run(string sql) => Ask(sql);

    private string[] Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))));
        return [.. rows];
    }

    /// <summary>Makes connections with a limit.</summary>
    private sealed class Limited(string pragma) : DbProviderFactory
    {
        public override DbConnection CreateConnection() => new LimitedConnection(pragma);
    }

    private sealed class LimitedConnection(string pragma) : SqliteConnection
    {
        public override void Open()
        {
            base.Open();
            using SqliteCommand command = CreateCommand();
            command.CommandText = pragma;
            command.ExecuteNonQuery();
        }
    }
}
