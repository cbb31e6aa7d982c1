using System.Text;
using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.State;

/// <summary>A clock that is wrong, while keys are stored or when they are read again, neither forgets them nor keeps them for ever.</summary>
public sealed class StateClockTests : IDisposable
{
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly DateTimeOffset Today = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    [InlineData(40)]
    [InlineData(-2)]
    public async Task A_clock_that_is_wrong_at_the_next_start_changes_nothing(int days)
    {
        await StoreAsync(Today, "a");

        var clock = new FakeClock(Today + TimeSpan.FromDays(days));
        await using FileStateStore store = await OpenAsync(clock);
        IStateSpace space = await store.OpenAsync(Keys, default);
        Assert.True(space.Contains(Bytes("a")));
        clock.Advance(Day / 2);
        Assert.True(space.Contains(Bytes("a")));
        clock.Advance(Day);
        Assert.False(space.Contains(Bytes("a")));
    }

    [Theory]
    [InlineData(3650)]
    [InlineData(-3650)]
    public async Task What_was_stored_while_the_clock_was_wrong_is_kept_as_long_as_asked_once_it_is_right(int days)
    {
        await StoreAsync(Today, "first");
        await StoreAsync(Today + TimeSpan.FromDays(days), "a");
        await StoreAsync(Today + TimeSpan.FromHours(1), "b");

        await using FileStateStore store = await OpenAsync(new FakeClock(Today + TimeSpan.FromHours(2)));
        IStateSpace space = await store.OpenAsync(Keys, default);
        Assert.True(space.Contains(Bytes("a")));
        Assert.True(space.Contains(Bytes("b")));
        await store.DisposeAsync();

        await using FileStateStore later = await OpenAsync(new FakeClock(Today + TimeSpan.FromDays(2)));
        IStateSpace same = await later.OpenAsync(Keys, default);
        Assert.False(same.Contains(Bytes("a")));
        Assert.False(same.Contains(Bytes("b")));
    }

    [Fact]
    public async Task A_rest_of_some_days_is_time_that_went_by()
    {
        await StoreAsync(Today, "a");
        await using FileStateStore store = await OpenAsync(new FakeClock(Today + TimeSpan.FromDays(9)));
        Assert.False((await store.OpenAsync(Keys, default)).Contains(Bytes("a")));
    }

    [Fact]
    public async Task A_clock_that_is_set_while_the_store_is_open_changes_nothing_for_the_next_process()
    {
        var clock = new SetClock(Today);
        await using (FileStateStore store = await OpenAsync(clock))
        {
            await store.OpenAsync(Keys, default);
            await AddAsync(store, clock, "a");
            clock.Set(Today + TimeSpan.FromDays(3650));
            await AddAsync(store, clock, "b");
        }

        await using (FileStateStore store = await OpenAsync(clock))
        {
            IStateSpace space = await store.OpenAsync(Keys, default);
            Assert.True(space.Contains(Bytes("a")));
            Assert.True(space.Contains(Bytes("b")));
        }

        clock.Pass(Day + TimeSpan.FromMinutes(1));
        await using FileStateStore later = await OpenAsync(clock);
        IStateSpace same = await later.OpenAsync(Keys, default);
        Assert.False(same.Contains(Bytes("a")));
        Assert.False(same.Contains(Bytes("b")));
    }

    [Fact]
    public void Times_at_the_end_of_all_times_are_no_error()
    {
        var clock = new StateClock(new FakeClock(Today), new StateMark(DateTimeOffset.MaxValue, TimeSpan.MinValue));
        clock.GetUtcNow();
        Assert.Equal(DateTimeOffset.MaxValue, new StateClock(new FakeClock(Today), new StateMark(Today.AddYears(-9), TimeSpan.Zero)).ByClock(DateTimeOffset.MaxValue));
    }

    private async Task StoreAsync(DateTimeOffset now, string key)
    {
        var clock = new FakeClock(now);
        await using FileStateStore store = await OpenAsync(clock);
        await store.OpenAsync(Keys, default);
        await AddAsync(store, clock, key);
    }

    private static async Task AddAsync(FileStateStore store, TimeProvider clock, string key)
        => await store.ApplyAsync([new StateChange(Keys.Name, Bytes(key)) { Expires = clock.GetUtcNow() + Day }], default);

    private Task<FileStateStore> OpenAsync(TimeProvider clock)
        => FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = _folder.FullName, FlushToDisk = false }, clock, NullLogger.Instance, default);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    // A clock that can be set, beside the time that goes by.
    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset _now = now;
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Set(DateTimeOffset time) => _now = time;

        public void Pass(TimeSpan time)
        {
            _now += time;
            _passed += time.Ticks;
        }
    }
}
