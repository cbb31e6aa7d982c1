using System.Data.Common;
using System.Text.Json;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using Microsoft.Data.SqlClient;
using MySqlConnector;

namespace IntelMQ.Bots.Tests.Outputs;

// SQL Server and MySQL are tried as far as text goes: there is no server of them in the tests.
public sealed class SqlTextTests
{
    [Theory]
    [InlineData(SqlEngine.PostgreSql, "Archive.Events", "INSERT INTO \"archive\".\"events\" (\"source.ip\", \"a\"\"b\") VALUES (@p0, @p1)")]
    [InlineData(SqlEngine.Sqlite, "events", "INSERT INTO \"events\" (\"source.ip\", \"a\"\"b\") VALUES (@p0, @p1)")]
    [InlineData(SqlEngine.SqlServer, "dbo.Events", "INSERT INTO [dbo].[Events] ([source.ip], [a\"b]) VALUES (@p0, @p1)")]
    [InlineData(SqlEngine.MySql, "Events", "INSERT INTO `Events` (`source.ip`, `a\"b`) VALUES (@p0, @p1)")]
    public void An_insert_quotes_names_as_the_engine_does(SqlEngine engine, string table, string expected)
        => Assert.Equal(expected, SqlText.Insert(engine, table, ["source.ip", "a\"b"]));

    [Theory]
    [InlineData(SqlEngine.PostgreSql, "\"Mixed\".events", "\"Mixed\".\"events\"")]
    [InlineData(SqlEngine.PostgreSql, "a\"; DROP TABLE x; --", "\"a\"\"; drop table x; --\"")]
    [InlineData(SqlEngine.SqlServer, "a]; DROP TABLE x", "[a]]; DROP TABLE x]")]
    [InlineData(SqlEngine.MySql, "a`b", "`a``b`")]
    public void A_name_cannot_end_its_quotes(SqlEngine engine, string table, string expected) => Assert.Equal(expected, SqlText.QuotedTable(engine, table));

    [Theory]
    [InlineData(SqlEngine.SqlServer, "[id] bigint IDENTITY(1,1) PRIMARY KEY", "[time.source] datetimeoffset", "CREATE INDEX [idx_events_source.asn] ON [events] ([source.asn])")]
    [InlineData(SqlEngine.MySql, "`id` bigint AUTO_INCREMENT PRIMARY KEY", "`extra` json", "CREATE INDEX `idx_events_feed.name` ON `events` (`feed.name`(191))")]
    [InlineData(SqlEngine.Sqlite, "\"id\" INTEGER PRIMARY KEY AUTOINCREMENT", "\"source.tor_node\" INTEGER", "CREATE INDEX \"idx_events_source.ip\" ON \"events\" (\"source.ip\")")]
    public void A_table_has_the_engine_s_types(SqlEngine engine, params string[] parts)
    {
        string script = EventTableScript.Create(engine, new EventTableOptions { SeparateRaws = true });
        Assert.All(parts, part => Assert.Contains(part, script, StringComparison.Ordinal));
        Assert.Contains(SqlText.Quoted(engine, "raws"), script, StringComparison.Ordinal);
        // No index of SQL Server is on a text without a bound.
        Assert.DoesNotContain("idx_events_source.abuse_contact", engine == SqlEngine.SqlServer ? script : "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_cannot_be_divided_is_refused()
    {
        Assert.Throws<ArgumentException>(() => EventTableScript.Create(SqlEngine.Sqlite, new EventTableOptions { PartitionKey = "time.source" }));
        Assert.Throws<ArgumentException>(() => EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions { PartitionKey = "no.such" }));
    }

    [Fact]
    public void Drivers_read_the_connection_strings()
    {
        var options = new SqlOutputOptions { Host = "db.example.com", Port = 1433, Database = "intelmq", User = "u", Password = new Secret("p;w=\""), Sslmode = "verify-full", ConnectTimeout = TimeSpan.FromSeconds(7) };
        var sqlServer = new SqlConnectionStringBuilder(SqlConnectionText.Of(SqlEngine.SqlServer, options));
        Assert.Equal(("db.example.com,1433", "intelmq", "u", "p;w=\"", 7, false), (sqlServer.DataSource, sqlServer.InitialCatalog, sqlServer.UserID, sqlServer.Password, sqlServer.ConnectTimeout, sqlServer.TrustServerCertificate));
        Assert.Equal(SqlConnectionEncryptOption.Mandatory, sqlServer.Encrypt);
        var mySql = new MySqlConnectionStringBuilder(SqlConnectionText.Of(SqlEngine.MySql, options));
        Assert.Equal(("db.example.com", 1433u, "intelmq", "u", "p;w=\"", MySqlSslMode.VerifyFull), (mySql.Server, mySql.Port, mySql.Database, mySql.UserID, mySql.Password, mySql.SslMode));
        var postgreSql = new Npgsql.NpgsqlConnectionStringBuilder(SqlConnectionText.Of(SqlEngine.PostgreSql, options));
        Assert.Equal(("db.example.com", "p;w=\"", Npgsql.SslMode.VerifyFull), (postgreSql.Host, postgreSql.Password, postgreSql.SslMode));
    }

    [Theory]
    [InlineData("postgresql", "IntelMQ.PostgreSql")]
    [InlineData("SQLite", "IntelMQ.Sqlite")]
    [InlineData("mssql", "Microsoft.Data.SqlClient")]
    [InlineData("mysql", "MySqlConnector")]
    public async Task A_host_without_the_driver_is_told_the_package(string engine, string package)
    {
        await using var output = new SqlOutput(new SqlOutputOptions { Engine = engine });
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
        Assert.Contains(package, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npgsql_alone_is_no_driver_that_stores_events()
    {
        var services = new BotServices { Databases = new Dictionary<string, DbProviderFactory> { ["postgresql"] = Npgsql.NpgsqlFactory.Instance } };
        await using var output = new SqlOutput(new SqlOutputOptions { Engine = "postgresql" }, services);
        await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
    }

    [Fact]
    public void All_that_is_wrong_with_the_parameters_is_said_at_once()
    {
        JsonElement parameters = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["engine"] = "oracle", ["table"] = "", ["sslmode"] = "perhaps" });
        BotConfigurationException exception = Assert.Throws<BotConfigurationException>(() => SqlOutput.Descriptor.Create(parameters, ParameterSource.IntelMQ, BotServices.Default, new List<string>()));
        Assert.All(["oracle", "table", "sslmode"], part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void IntelMQ_s_parameters_are_read()
    {
        JsonElement parameters = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["engine"] = "PostgreSQL", ["port"] = "5433", ["reconnect_delay"] = 5, ["fields"] = "source.ip, raw", ["fail_on_errors"] = true, ["jsondict_as_string"] = false, ["autocommit"] = false, ["message_jsondict_as_string"] = true });
        Assert.IsType<SqlOutput>(SqlOutput.Descriptor.Create(parameters, ParameterSource.IntelMQ, BotServices.Default, new List<string>()));
        Assert.Contains("sql.output", SqlOutput.Descriptor.Module, StringComparison.Ordinal);
    }
}
