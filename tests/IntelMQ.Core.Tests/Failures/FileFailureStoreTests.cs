using FsCheck.Fluent;
using IntelMQ.Failures;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.Failures;

public sealed partial class FileFailureStoreTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("intelmq-test-").FullName;
    private readonly TestClock _clock = new();

    private string Folder => Path.Combine(_root, "store");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_was_added_is_read_again_after_reopening()
    {
        Failure[] failures = [FailureSamples.Line("a,b\n"), FailureSamples.OfEvent("192.0.2.1")];
        await using (FileFailureStore store = Open())
            await store.AddAsync(failures, default);
        _clock.Now += TimeSpan.FromHours(1);
        await using (FileFailureStore store = Open())
        {
            await store.AddAsync([FailureSamples.Line("c")], default);
            List<StoredFailure> all = await FailureSamples.All(store);
            Assert.Equal([1, 2, 3], all.Select(static stored => stored.Id));
            FailureSamples.AssertSame(failures[0], all[0].Failure);
            FailureSamples.AssertSame(failures[1], all[1].Failure);
            Assert.Equal(("source.ip", 40L), (all[0].Failure.Field, all[0].Failure.Offset));
            Assert.Null(all[1].Failure.Field);
            Assert.Equal(_clock.Now, all[2].Time);
            Assert.Equal(_clock.Now - TimeSpan.FromHours(1), all[0].Time);
        }
    }

    [Fact]
    public async Task Removed_failures_stay_away_and_numbers_never_come_again()
    {
        await using (FileFailureStore store = Open())
        {
            await store.AddAsync([.. Enumerable.Range(0, 5).Select(static i => FailureSamples.Line($"{i}"))], default);
            await store.RemoveAsync([2, 4, 4, 77, -1], default);
            Assert.Equal([1, 3, 5], await Ids(store));
        }

        await using (FileFailureStore store = Open())
        {
            Assert.Equal([1, 3, 5], await Ids(store));
            await store.RemoveAsync([1, 3, 5], default);
            Assert.Empty(await Ids(store));
        }

        await using (FileFailureStore store = Open())
        {
            Assert.Empty(await Ids(store));
            await store.AddAsync([FailureSamples.Line("x")], default);
            Assert.Equal([6], await Ids(store));
        }

        Assert.Single(Directory.GetFiles(Folder, "*.jsonl"));
        Assert.Empty(Directory.GetFiles(Folder, "*.removed"));
    }

    [Fact]
    public async Task The_oldest_make_room_when_there_is_too_much()
    {
        await using FileFailureStore store = Open(segmentBytes: 4096, maxBytes: 16384);
        for (int i = 0; i < 200; i++)
            await store.AddAsync([FailureSamples.Line($"row {i}")], default);
        List<long> ids = await Ids(store);
        Assert.Equal(200, ids[^1]);
        Assert.Equal(200 - ids.Count, store.Dropped);
        Assert.True(store.Dropped > 0);
        Assert.InRange(Directory.GetFiles(Folder, "*.jsonl").Sum(static file => new FileInfo(file).Length), 8192, 16384);
    }

    [Fact]
    public async Task What_is_too_old_goes()
    {
        await using (FileFailureStore store = Open(segmentBytes: 4096))
        {
            await store.AddAsync([FailureSamples.Line(new string('x', 5000))], default);
            _clock.Now += TimeSpan.FromDays(60);
            await store.AddAsync([FailureSamples.Line("young")], default);
            _clock.Now += TimeSpan.FromDays(60);
            await store.AddAsync([FailureSamples.Line("younger")], default);
            Assert.Equal([1, 2, 3], await Ids(store));
            _clock.Now += TimeSpan.FromDays(31);
            await store.AddAsync([FailureSamples.Line("youngest")], default);
            Assert.Equal([2, 3, 4], await Ids(store));
            Assert.Equal(1, store.Dropped);
        }

        _clock.Now += TimeSpan.FromDays(91);
        await using (FileFailureStore store = Open())
        {
            Assert.Empty(await Ids(store));
            await store.AddAsync([FailureSamples.Line("new")], default);
            Assert.Equal([5], await Ids(store));
        }
    }

    [Fact]
    public async Task Many_may_add_remove_and_read_at_once()
    {
        await using FileFailureStore store = Open(segmentBytes: 4096);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                await store.AddAsync([FailureSamples.Line($"{worker}:{i}"), FailureSamples.OfEvent("192.0.2.9")], default);
                if (i % 5 == 0)
                    await store.RemoveAsync([(await Ids(store))[0]], default);
            }
        })));
        List<long> ids = await Ids(store);
        Assert.InRange(ids.Count, 400 - 40, 400 - 1);
        Assert.Equal(ids.Distinct().Order(), ids);
        Assert.Equal(0, store.Damaged + store.Dropped);
    }

    [Fact]
    public async Task Only_one_may_have_it_open()
    {
        await using (FileFailureStore store = Open())
        {
            IOException error = Assert.Throws<IOException>(() => Open());
            Assert.Contains("open already", error.Message, StringComparison.Ordinal);
        }

        await using FileFailureStore again = Open();
    }

    [Fact]
    public async Task A_failure_too_large_is_cut()
    {
        await using FileFailureStore store = Open(segmentBytes: 4096, maxBytes: 400_000);
        await store.AddAsync([FailureSamples.Line(new string('x', 200_000))], default);
        StoredFailure stored = Assert.Single(await FailureSamples.All(store));
        Assert.Equal(200_000, stored.Failure.TruncatedFrom);
        Assert.Equal(65536, stored.Failure.Message.Raw.Length);
    }

    private static async Task<List<long>> Ids(FileFailureStore store) => [.. (await FailureSamples.All(store)).Select(static stored => stored.Id)];

    private static async Task Copy(string from, string to)
    {
        try
        {
            await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using FileStream target = File.Create(to);
            await source.CopyToAsync(target);
        }
        catch (FileNotFoundException)
        {
        }
    }

    private FileFailureStore Open(string? folder = null, long segmentBytes = 16 << 20, long maxBytes = 1 << 30)
        => FileFailureStore.Open(
            new FileFailureStoreOptions { Folder = folder ?? Folder, SegmentBytes = segmentBytes, MaxTotalBytes = maxBytes, FlushToDisk = false },
            Schema.Default,
            _clock,
            NullLogger.Instance);

    private sealed class TestClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
