using System.Data.Common;
using System.Text.Json;
using IntelMQ.Bots.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class GenericDbLookupExpertTests : IDisposable
{
    private const string Module = "intelmq.bots.experts.generic_db_lookup.expert";
    private const string Rows = """
        CREATE TABLE contacts (asn bigint, "odd ""name" text, contact text, note text, ip text, size bigint, seen boolean);
        INSERT INTO contacts VALUES
            (64496, 'x', 'a@example.com', 'first', '192.0.2.1', 5, true),
            (64497, 'x', '', NULL, '192.0.2.2', NULL, NULL),
            (64498, 'x', 'b@example.com', 'one', '192.0.2.3', NULL, NULL),
            (64498, 'y', 'c@example.com', 'two', '192.0.2.4', NULL, NULL);
        """;

    private static readonly Dictionary<string, DbProviderFactory> Drivers = new() { ["sqlite"] = SqliteFactory.Instance, ["postgresql"] = NpgsqlFactory.Instance };
    private static readonly BotServices Services = new() { Databases = Drivers };

    private readonly TempFolder _folder = new();

    private string File => _folder.Of("contacts.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("{}", """{"source.asn": 64496}""", "{'comment': 'first', 'source.abuse_contact': 'a@example.com', 'source.asn': 64496}")]
    [InlineData("{}", """{"source.asn": 64496, "comment": "old"}""", "{'comment': 'old', 'source.abuse_contact': 'a@example.com', 'source.asn': 64496}")]
    [InlineData("""{"overwrite": true}""", """{"source.asn": 64496, "comment": "old"}""", "{'comment': 'first', 'source.abuse_contact': 'a@example.com', 'source.asn': 64496}")]
    [InlineData("""{"overwrite": true}""", """{"source.asn": 64497, "comment": "old"}""", "{'comment': 'old', 'source.asn': 64497}")]
    [InlineData("{}", """{"source.asn": 64511}""", "{'source.asn': 64511}")]
    [InlineData("{}", """{"comment": "no number"}""", "{'comment': 'no number'}")]
    [InlineData("""{"match_fields": {"source.asn": "asn", "extra.o": "odd \"name"}}""", """{"source.asn": 64498, "extra.o": "y"}""", "{'comment': 'two', 'extra.o': 'y', 'source.abuse_contact': 'c@example.com', 'source.asn': 64498}")]
    [InlineData("""{"match_fields": {"extra.o": "ip"}}""", """{"extra.o": "' OR 1=1 --"}""", "{'extra.o': '' OR 1=1 --'}")]
    [InlineData("""{"match_fields": {"source.ip": "ip"}, "replace_fields": {"size": "extra.size", "contact": "source.port"}}""", """{"source.ip": "192.0.2.1"}""", "{'extra.size': 5, 'source.ip': '192.0.2.1'}")]
    public async Task A_row_of_SQLite_is_copied(string parameters, string json, string expected)
    {
        await CreateAsync(new SqliteConnection($"Data Source={File}"));
        Assert.Equal(expected, await LookupFixture.RunAsync(Module, With(parameters), Services, json));
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("1e300", "1E+300")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("'text'", "'text'")]
    [InlineData("NULL", null)]
    public async Task A_value_keeps_its_kind(string value, string? expected)
    {
        await ExecuteAsync(new SqliteConnection($"Data Source={File}"), $"CREATE TABLE contacts (asn bigint, v); INSERT INTO contacts VALUES (64496, {value});");
        string extra = expected is null ? "" : $"'extra.v': {expected}, ";
        Assert.Equal($"{{{extra}'source.asn': 64496}}", await LookupFixture.RunAsync(Module, With("""{"replace_fields": {"v": "extra.v"}}"""), Services, """{"source.asn": 64496}"""));
    }

    [Fact]
    public async Task Bytes_are_a_failure()
    {
        await ExecuteAsync(new SqliteConnection($"Data Source={File}"), "CREATE TABLE contacts (asn bigint, b blob); INSERT INTO contacts VALUES (64496, x'00ff');");
        InvalidDataException failed = await Assert.ThrowsAsync<InvalidDataException>(() => LookupFixture.RunAsync(Module, With("""{"replace_fields": {"b": "extra.b"}}"""), Services, """{"source.asn": 64496}"""));
        Assert.Equal("The column b holds bytes, which cannot stand in an event.", failed.Message);
    }

    [Fact]
    public async Task Several_rows_are_a_failure_that_is_not_tried_again()
    {
        await CreateAsync(new SqliteConnection($"Data Source={File}"));
        await Assert.ThrowsAsync<InvalidDataException>(() => LookupFixture.RunAsync(Module, With("{}"), Services, """{"source.asn": 64498}"""));
    }

    [Fact]
    public async Task An_event_that_has_everything_is_not_asked_for_and_answers_are_kept_as_long_as_asked()
    {
        await CreateAsync(new SqliteConnection($"Data Source={File}"));
        await using AsyncExpert bot = LookupFixture.Create(Module, With("""{"cache_ttl": 60}"""), Services);
        await bot.StartAsync(CancellationToken.None);
        await bot.ProcessAsync(Events.Of("""{"source.asn": 64496}"""), CancellationToken.None);
        await ExecuteAsync(new SqliteConnection($"Data Source={File}"), "DROP TABLE contacts");

        var kept = Events.Of("""{"source.asn": 64496}""");
        await bot.ProcessAsync(kept, CancellationToken.None);
        Assert.Contains("a@example.com", Events.Flat(kept), StringComparison.Ordinal);
        await bot.ProcessAsync(Events.Of("""{"source.asn": 64497, "comment": "x", "source.abuse_contact": "a@example.com"}"""), CancellationToken.None);
        LookupException failed = await Assert.ThrowsAsync<LookupException>(() => bot.ProcessAsync(Events.Of("""{"source.asn": 64497}"""), CancellationToken.None).AsTask());
        Assert.Contains("no such table", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"match_fields": {"source.asn": "nowhere"}}""", "no such column")]
    [InlineData("""{"table": "nowhere"}""", "no such table")]
    public async Task What_the_database_does_not_have_is_known_at_start(string parameters, string reason)
    {
        await CreateAsync(new SqliteConnection($"Data Source={File}"));
        await using AsyncExpert bot = LookupFixture.Create(Module, With(parameters), Services);
        BotConfigurationException refused = await Assert.ThrowsAsync<BotConfigurationException>(() => bot.StartAsync(CancellationToken.None).AsTask());
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_made()
    {
        await using AsyncExpert bot = LookupFixture.Create(Module, With("{}"), Services);
        await Assert.ThrowsAsync<BotConfigurationException>(() => bot.StartAsync(CancellationToken.None).AsTask());
        Assert.False(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData("sqlite", "Microsoft.Data.Sqlite")]
    [InlineData("PostgreSQL", "Npgsql")]
    public Task Without_a_driver_the_bot_names_the_package(string engine, string package)
        => LookupFixture.AssertNamesWhatIsMissingAsync(Module, $$"""{"engine": "{{engine}}"}""", package);

    [Fact]
    public void Parameters_that_cannot_be_used_are_named()
        => Assert.Equal(6, Assert.Throws<BotConfigurationException>(() => LookupFixture.Create(Module, """{"engine": "mssql", "table": "", "sslmode": "maybe", "port": 0, "match_fields": {}, "replace_fields": {}}""", Services)).Complaints.Count);

    [PostgreSqlFact]
    public async Task PostgreSQL_is_asked_and_asked_again_when_it_was_away()
    {
        using PostgreSqlProgram program = PostgreSqlProgram.Start();
        string connection = $"{program.ConnectionString};Pooling=false";
        await CreateAsync(new NpgsqlConnection(connection));
        await ExecuteAsync(new NpgsqlConnection(connection), "ALTER TABLE contacts ALTER COLUMN ip TYPE inet USING ip::inet");
        string server = $"\"engine\": \"postgresql\", \"host\": \"127.0.0.1\", \"port\": {program.Port}, \"user\": \"postgres\", \"database\": \"postgres\", \"sslmode\": \"disable\"";

        Assert.Equal("{'comment': 'first', 'source.abuse_contact': 'a@example.com', 'source.asn': 64496}", await LookupFixture.RunAsync(Module, $$"""{ {{server}} }""", Services, """{"source.asn": 64496}"""));
        await Assert.ThrowsAsync<InvalidDataException>(() => LookupFixture.RunAsync(Module, $$"""{ {{server}} }""", Services, """{"source.asn": 64498}"""));
        await using AsyncExpert bot = LookupFixture.Create(Module, $$"""{ {{server}}, "match_fields": {"source.ip": "ip"}, "replace_fields": {"size": "extra.size", "seen": "extra.seen"} }""", Services);
        await bot.StartAsync(CancellationToken.None);
        // Ends the connections that the pool holds.
        await ExecuteAsync(new NpgsqlConnection(connection), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        var message = Events.Of("""{"source.ip": "192.0.2.1"}""");
        for (int tries = 0; tries < 5 && message["extra.size"].IsMissing; tries++)
            await Record.ExceptionAsync(() => bot.ProcessAsync(message, CancellationToken.None).AsTask());
        Assert.Equal("{'extra.seen': true, 'extra.size': 5, 'source.ip': '192.0.2.1'}", Events.Flat(message));
        NpgsqlConnection.ClearAllPools();
    }

    private static Task CreateAsync(DbConnection connection) => ExecuteAsync(connection, Rows);

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Written in this file.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    private string With(string parameters)
    {
        using var given = JsonDocument.Parse(parameters);
        var all = given.RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value.Clone());
        all["engine"] = JsonSerializer.SerializeToElement("sqlite");
        all["database"] = JsonSerializer.SerializeToElement(File);
        return JsonSerializer.Serialize(all);
    }
}
