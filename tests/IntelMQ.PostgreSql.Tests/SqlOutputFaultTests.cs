using IntelMQ.Bots;
using IntelMQ.Bots.Outputs;
using IntelMQ.Export;
using IntelMQ.Messages;
using Npgsql;
using static IntelMQ.PostgreSql.Tests.SqlTest;

namespace IntelMQ.PostgreSql.Tests;

// Servers that are not there, or go away.
public sealed class SqlOutputFaultTests
{
    [PostgreSqlFact]
    public async Task A_server_that_is_not_there_a_wrong_password_or_database_stop_the_bot_with_the_reason()
    {
        using PostgreSqlProgram server = PostgreSqlProgram.Start();
        Run(server, "CREATE ROLE secretive LOGIN PASSWORD 'right'; CREATE ROLE other LOGIN; COMMIT");
        await FailsAtStartAsync(server, static options => options.Port = 1, "refused");
        await FailsAtStartAsync(server, static options => (options.User, options.Password) = ("secretive", new Secret("wrong-one")), "password authentication failed");
        await FailsAtStartAsync(server, static options => options.Database = "nosuch", "does not exist");
        await FailsAtStartAsync(server, static options => options.Sslmode = "require", "SSL");
    }

    [PostgreSqlFact]
    public async Task A_missing_table_a_missing_right_and_a_database_that_is_read_only_may_pass()
    {
        using PostgreSqlProgram server = PostgreSqlProgram.Start();
        await using SqlOutput output = await StartAsync(server);
        Run(server, "DROP TABLE events");
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync(Numbered(1), default).AsTask());
        Run(server, EventTableScript.Create(SqlEngine.PostgreSql, new EventTableOptions()));
        await output.SendAsync(Numbered(1), default);

        Run(server, "ALTER DATABASE postgres SET default_transaction_read_only = on");
        await using var reader = new SqlOutput(Options(server), Services);
        await reader.StartAsync(default);
        // Connections are kept by their string.
        SqlOutputOptions fresh = Options(server);
        fresh.ConnectTimeout = TimeSpan.FromSeconds(6);
        await using var refused = new SqlOutput(fresh, Services);
        await refused.StartAsync(default);
        DatabaseServiceException exception = await Assert.ThrowsAsync<DatabaseServiceException>(() => refused.SendAsync(Numbered(1), default).AsTask());
        Assert.Contains("read-only", exception.Message, StringComparison.Ordinal);

        Run(server, "BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; CREATE ROLE other LOGIN; COMMIT");
        SqlOutputOptions other = Options(server);
        other.User = "other";
        await using var stranger = new SqlOutput(other, Services);
        await stranger.StartAsync(default);
        await Assert.ThrowsAsync<DatabaseServiceException>(() => stranger.SendAsync(Numbered(1), default).AsTask());
        Assert.Equal(1, Count(server));
    }

    [PostgreSqlFact]
    public async Task A_server_that_was_restarted_costs_nothing_unless_every_failure_is_to_be_told()
    {
        using PostgreSqlProgram server = PostgreSqlProgram.Start();
        await using SqlOutput output = await StartAsync(server);
        SqlOutputOptions telling = Options(server);
        telling.FailOnErrors = true;
        await using var teller = new SqlOutput(telling, Services);
        await teller.StartAsync(default);
        await output.SendAsync(Numbered(5), default);
        await teller.SendAsync(Numbered(5), default);
        server.Kill();
        await Assert.ThrowsAsync<DatabaseServiceException>(() => output.SendAsync(Numbered(5), default).AsTask());
        server.Run();
        await output.SendAsync(Numbered(5), default);
        server.Kill();
        server.Run();
        await Assert.ThrowsAsync<DatabaseServiceException>(() => teller.SendAsync(Numbered(5), default).AsTask());
        await teller.SendAsync(Numbered(5), default);
        Assert.Equal(20, Count(server));
    }

    [PostgreSqlFact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_batch_has_none_or_all_of_it()
    {
        using PostgreSqlProgram server = PostgreSqlProgram.Start();
        await using SqlOutput output = await StartAsync(server, static options => options.LedgerTable = "stored");
        for (int round = 0; round < 3; round++)
        {
            Event[] batch = Numbered(2000, from: round * 2000);
            // The batch waits for the table, and is there when the server goes.
            await using (var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
            {
                await holder.OpenAsync();
                await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE", holder);
                await hold.ExecuteNonQueryAsync();
                Task sending = output.SendAsync(batch, default).AsTask();
                await Task.Delay(200 * round);
                server.Kill();
                // Where the holder's process dies first, the batch may still get its turn.
                Exception? failure = await Record.ExceptionAsync(() => sending.WaitAsync(TimeSpan.FromSeconds(60)));
                Assert.True(failure is null or DatabaseServiceException, $"{failure}");
            }

            server.Run();
            await output.SendAsync(batch, default);
            await output.SendAsync(batch, default);
        }

        Assert.Equal(6000, Count(server));
    }

    private static async Task FailsAtStartAsync(PostgreSqlProgram server, Action<SqlOutputOptions> set, string reason)
    {
        SqlOutputOptions options = Options(server);
        set(options);
        await using var output = new SqlOutput(options, Services);
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
        Assert.Contains(reason, exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong-one", exception.ToString(), StringComparison.Ordinal);
    }
}
