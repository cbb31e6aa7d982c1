using IntelMQ.Export;
using IntelMQ.Notifications.Stores;
using IntelMQ.PostgreSql;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntelMQ.Notifications.Tests.Stores;

public sealed class PostgreSqlNotificationStoreTests(PostgreSqlNotificationStoreTests.Server server) : IClassFixture<PostgreSqlNotificationStoreTests.Server>
{
    [PostgreSqlTheory]
    [MemberData(nameof(NotificationStoreCases.Names), MemberType = typeof(NotificationStoreCases))]
    public async Task Keeps_notifications_in_a_database(string name)
    {
        FakeTimeProvider clock = NotificationStoreCases.NewClock();
        await using var store = new SqlNotificationStore(new SqlNotificationSettings(PostgreSqlDriver.Instance, SqlEngine.PostgreSql, await server.NewDatabaseAsync()) { Time = clock });
        await store.MigrateAsync(default);
        await store.MigrateAsync(default);
        await NotificationStoreCases.RunAsync(name, store, clock);
    }

    public sealed class Server : IDisposable
    {
        private readonly Lazy<PostgreSqlProgram> _program = new(PostgreSqlProgram.Start);
        private int _databases;

        public async Task<string> NewDatabaseAsync()
        {
            string name = $"mails{++_databases}";
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(_program.Value.ConnectionString + ";Pooling=false");
            await using NpgsqlCommand command = source.CreateCommand($"CREATE DATABASE {name}");
            await command.ExecuteNonQueryAsync();
            return _program.Value.ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal) + ";Pooling=false";
        }

        public void Dispose()
        {
            if (_program.IsValueCreated)
                _program.Value.Dispose();
        }
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PostgreSqlTheoryAttribute : TheoryAttribute
    {
        public PostgreSqlTheoryAttribute() => Skip = PostgreSqlProgram.WhyNot!;
    }
}
