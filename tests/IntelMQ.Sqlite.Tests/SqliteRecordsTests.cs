using IntelMQ.Jobs;
using IntelMQ.Records;
using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqliteRecordsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    public static TheoryData<string> Cases => [.. RecordsConformance.Cases.Select(static one => one.Name)];

    public static TheoryData<string> StateCases => [.. StateStoreConformance.Cases.Select(static one => one.Name)];

    private string File => Path.Combine(_folder, "queues.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Fulfils(string name) => RecordsConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new(new Owned(Open())));

    [Theory]
    [MemberData(nameof(StateCases))]
    public Task Its_state_fulfils(string name) => StateStoreConformance.Cases.Single(one => one.Name == name).RunAsync(_ => new((IStateStore)new OwnedState(Open())));

    [Fact]
    public async Task A_file_of_the_release_before_is_read_on()
    {
        await using (SqliteBroker broker = Open())
            await broker.Records.Jobs.AddAsync(new JobRequest("import", "alice"), default);
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DROP TABLE job; DROP TABLE audit; DROP TABLE definition; DROP TABLE user; DROP TABLE token; DROP TABLE metric; INSERT INTO failure (time, line) VALUES (1, x'00'); PRAGMA user_version=1;";
            command.ExecuteNonQuery();
        }

        await using (SqliteBroker broker = Open())
        {
            await broker.Records.Jobs.AddAsync(new JobRequest("import", "alice"), default);
            Assert.Single(await broker.Records.Jobs.ListAsync(new JobFilter(), default));
        }

        using var again = new SqliteConnection($"Data Source={File};Pooling=False");
        again.Open();
        using SqliteCommand count = again.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM failure";
        Assert.Equal(1L, count.ExecuteScalar());
    }

    [Fact]
    public async Task The_file_of_the_release_before_stays_beside_it()
    {
        await using (SqliteBroker broker = Open())
            await broker.Records.Jobs.AddAsync(new JobRequest("import", "alice"), default);
        Ask(File, "DROP TABLE job; DROP TABLE audit; DROP TABLE definition; DROP TABLE user; DROP TABLE token; DROP TABLE metric; INSERT INTO failure (time, line) VALUES (1, x'00'); PRAGMA user_version=1; SELECT 0");
        await using (SqliteBroker broker = Open())
        {
        }

        Assert.Equal((1L, 1L, 0L), (Ask(File + ".version-1", "PRAGMA user_version"), Ask(File + ".version-1", "SELECT COUNT(*) FROM failure"), Ask(File + ".version-1", "SELECT COUNT(*) FROM sqlite_master WHERE name = 'job'")));
        Assert.Equal(2L, Ask(File, "PRAGMA user_version"));
        Assert.False(System.IO.File.Exists(File + ".version-1.new"));
        Assert.False(System.IO.File.Exists(File + ".version-2"));
    }

    private static object? Ask(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private SqliteBroker Open() => new(new SqliteBrokerOptions { Path = File });

    private sealed class Owned(SqliteBroker broker) : IRecords
    {
        public bool IsDurable => broker.Records.IsDurable;

        public IJobs Jobs => broker.Records.Jobs;

        public IAuditLog Audit => broker.Records.Audit;

        public IDefinitionHistory Definitions => broker.Records.Definitions;

        public IUserStore Users => broker.Records.Users;

        public IMetricHistory Metrics => broker.Records.Metrics;

        public ValueTask DisposeAsync() => broker.DisposeAsync();
    }

    private sealed class OwnedState(SqliteBroker broker) : IStateStore
    {
        public StateTraits Traits => broker.State.Traits;

        public ValueTask<IStateSpace> OpenAsync(StateSpaceDeclaration space, CancellationToken cancellationToken) => broker.State.OpenAsync(space, cancellationToken);

        public ValueTask<CommitOutcome> ApplyAsync(IReadOnlyList<StateChange> changes, CancellationToken cancellationToken) => broker.State.ApplyAsync(changes, cancellationToken);

        public ValueTask DisposeAsync() => broker.DisposeAsync();
    }
}
