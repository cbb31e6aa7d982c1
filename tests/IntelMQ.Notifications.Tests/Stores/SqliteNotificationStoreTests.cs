using IntelMQ.Export;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Stores;
using IntelMQ.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace IntelMQ.Notifications.Tests.Stores;

public sealed class SqliteNotificationStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [MemberData(nameof(NotificationStoreCases.Names), MemberType = typeof(NotificationStoreCases))]
    public async Task Keeps_notifications_in_a_file(string name)
    {
        FakeTimeProvider clock = NotificationStoreCases.NewClock();
        await using SqlNotificationStore store = Open(clock);
        await store.MigrateAsync(default);
        await NotificationStoreCases.RunAsync(name, store, clock);
    }

    [Fact]
    public async Task A_file_is_opened_again()
    {
        FakeTimeProvider clock = NotificationStoreCases.NewClock();
        await using (SqlNotificationStore first = Open(clock))
        {
            await first.MigrateAsync(default);
            await first.AddAsync([Some.Directive()], default);
        }

        await using SqlNotificationStore second = Open(clock);
        await second.MigrateAsync(default);
        Assert.Single(await second.FindAsync(new DirectiveQuery(), default));
    }

    [Fact]
    public async Task A_file_that_was_not_migrated_gives_no_service()
    {
        await using SqlNotificationStore store = Open(TimeProvider.System);
        IOException error = await Assert.ThrowsAnyAsync<IOException>(async () => await store.AddAsync([Some.Directive()], default));
        Assert.Contains("gives no service", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private SqlNotificationStore Open(TimeProvider clock)
        => new(new SqlNotificationSettings(SqliteDriver.Instance, SqlEngine.Sqlite, $"Data Source={Path.Combine(_folder.Path, "mails.db")}") { Time = clock });
}
