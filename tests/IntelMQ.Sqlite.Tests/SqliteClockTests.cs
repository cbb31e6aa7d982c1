using IntelMQ.State;
using IntelMQ.Testing;

namespace IntelMQ.Sqlite.Tests;

/// <summary>A clock that is wrong, while keys are stored or when they are read again, neither forgets them nor keeps them for ever.</summary>
public sealed class SqliteClockTests : IDisposable
{
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly DateTimeOffset Today = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task A_clock_that_is_wrong_at_the_next_start_changes_nothing(int days)
    {
        await StoreAsync(Today, 1);

        var clock = new FakeClock(Today + TimeSpan.FromDays(days));
        await using SqliteBroker broker = Open(clock);
        IStateSpace space = await broker.State.OpenAsync(Keys, default);
        Assert.True(space.Contains([1]));
        clock.Advance(TimeSpan.FromDays(1.5));
        Assert.False(space.Contains([1]));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task What_was_stored_while_the_clock_was_wrong_is_kept_as_long_as_asked_once_it_is_right(int days)
    {
        await StoreAsync(Today, 1);
        await StoreAsync(Today + TimeSpan.FromDays(days), 2);
        await using (SqliteBroker broker = Open(new FakeClock(Today + TimeSpan.FromHours(2))))
            Assert.True((await broker.State.OpenAsync(Keys, default)).Contains([2]));
        await using SqliteBroker later = Open(new FakeClock(Today + TimeSpan.FromDays(2)));
        Assert.False((await later.State.OpenAsync(Keys, default)).Contains([2]));
    }

    [Fact]
    public async Task A_rest_of_some_days_is_time_that_went_by()
    {
        await StoreAsync(Today, 1);
        await using SqliteBroker broker = Open(new FakeClock(Today + TimeSpan.FromDays(9)));
        Assert.False((await broker.State.OpenAsync(Keys, default)).Contains([1]));
    }

    private async Task StoreAsync(DateTimeOffset now, byte key)
    {
        await using SqliteBroker broker = Open(new FakeClock(now));
        await broker.State.OpenAsync(Keys, default);
        await broker.State.ApplyAsync([new StateChange(Keys.Name, new byte[] { key }) { Expires = now + TimeSpan.FromDays(1) }], default);
    }

    private SqliteBroker Open(FakeClock clock) => new(new SqliteBrokerOptions { Path = Path.Combine(_folder, "queues.db"), Time = clock });
}
