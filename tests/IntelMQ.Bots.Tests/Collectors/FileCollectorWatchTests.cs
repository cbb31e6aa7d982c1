using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class FileCollectorWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly TempFolder _outside = new();

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_there_and_what_is_moved_here_is_taken_at_once_and_once(bool deletes)
    {
        Write(_folder.Of("a.csv"), "a");
        await using FileCollector collector = Create(options => options.DeleteFile = deletes);
        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator();
        Assert.Equal("a", await NextAsync(reports));
        for (int i = 0; i < 3; i++)
        {
            Task<string> next = NextAsync(reports);
            Write(_outside.Of("x"), $"moved {i}");
            File.Move(_outside.Of("x"), _folder.Of($"b{i}.csv"));
            Assert.Equal($"moved {i}", await next);
        }

        Task<string> last = NextAsync(reports);
        Write(_folder.Of("other.txt"), "not asked for");
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Assert.False(last.IsCompleted);
        // What is written again is another file.
        Write(_folder.Of("a.csv"), "again");
        Assert.Equal("again", await last);
    }

    [Fact]
    public async Task What_is_renamed_here_is_whole_and_what_is_written_here_must_be_quiet()
    {
        await using FileCollector collector = Create(static options => options.MinimumAge = TimeSpan.FromHours(1));
        await using IAsyncEnumerator<CollectedReport> reports = collector.CollectAsync(default).GetAsyncEnumerator();
        Task<string> next = NextAsync(reports);
        await File.WriteAllTextAsync(_folder.Of("young.csv"), "young");
        await File.WriteAllTextAsync(_folder.Of("whole.part"), "whole");
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Assert.False(next.IsCompleted);
        File.Move(_folder.Of("whole.part"), _folder.Of("whole.csv"));
        Assert.Equal("whole", await next);
    }

    [Fact]
    public async Task Many_files_at_once_come_once_each()
    {
        const int Count = 500;
        await using FileCollector collector = Create(static options => options.DeleteFile = true);
        Task<List<string>> taking = CollectorFixture.TakeAsync(collector, Count);
        for (int i = 0; i < Count; i++)
        {
            Write(_outside.Of("x"), $"{i}");
            File.Move(_outside.Of("x"), _folder.Of($"{i}.csv"));
        }

        Assert.Equal(Count, (await taking.WaitAsync(Patience)).Distinct(StringComparer.Ordinal).Count());
        await TestWait.UntilAsync(() => Directory.GetFiles(_folder.Path).Length <= 1);
    }

    [Fact]
    public async Task Changes_that_the_system_lost_and_a_time_without_any_are_reasons_to_look()
    {
        var clock = new FakeClock();
        using var watch = new FolderWatch(_folder.Path, clock);
        Assert.Null(watch.Begin());
        Task waiting = watch.WaitAsync(TimeSpan.FromHours(1), default).AsTask();
        watch.Fail(new InternalBufferOverflowException());
        await waiting.WaitAsync(Patience);
        waiting = watch.WaitAsync(TimeSpan.FromHours(1), default).AsTask();
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        await waiting.WaitAsync(Patience);
        // A watch that has ended is begun again.
        watch.Fail(new IOException());
        await watch.WaitAsync(TimeSpan.FromHours(1), default).AsTask().WaitAsync(Patience);
        Assert.Null(watch.Begin());
        waiting = watch.WaitAsync(TimeSpan.FromHours(1), default).AsTask();
        Write(_folder.Of("a.csv"), "a");
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public void A_folder_that_cannot_be_watched_says_why()
    {
        using var watch = new FolderWatch(_folder.Of("nowhere"), TimeProvider.System);
        Assert.Contains("nowhere", watch.Begin(), StringComparison.Ordinal);
    }

    // Old enough to be taken as it is.
    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(2) + TimeSpan.FromTicks(Environment.TickCount64));
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<CollectedReport> reports)
    {
        Assert.True(await reports.MoveNextAsync().AsTask().WaitAsync(Patience));
        string text = CollectorFixture.Text(reports.Current);
        await reports.Current.SettleAsync(default);
        return text;
    }

    private FileCollector Create(Action<FileCollectorOptions> change)
    {
        var options = new FileCollectorOptions { Path = _folder.Path, Watch = true, WatchInterval = TimeSpan.FromHours(1) };
        change(options);
        return new FileCollector(options);
    }
}
