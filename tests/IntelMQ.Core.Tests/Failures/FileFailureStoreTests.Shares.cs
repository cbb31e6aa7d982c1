using IntelMQ.Failures;

namespace IntelMQ.Core.Tests.Failures;

// Each bot's share of a store, and names in its folder that are not its own.
public sealed partial class FileFailureStoreTests
{
    [Fact]
    public async Task One_feeds_failures_do_not_push_out_those_of_another()
    {
        await using (FileFailureStore store = Open(segmentBytes: 4096, maxBytes: 20_000))
        {
            await store.AddAsync([FailureSamples.Line("of the quiet bot").WithBotId("quiet")], default);
            for (int i = 0; i < 200; i++)
                await store.AddAsync([FailureSamples.Line(new string('x', 500), i).WithBotId("loud")], default);
            List<StoredFailure> all = await FailureSamples.All(store);
            Assert.Equal("quiet", all[0].Failure.BotId);
            Assert.Equal(201, all[^1].Id);
            Assert.Equal(201, all.Count + store.Dropped);
            Assert.InRange(Directory.GetFiles(Folder, "*.jsonl").Sum(static file => new FileInfo(file).Length), 1, 26_000);
        }

        await using (FileFailureStore store = Open(segmentBytes: 4096, maxBytes: 20_000))
        {
            List<StoredFailure> all = await FailureSamples.All(store);
            Assert.Equal("quiet", all[0].Failure.BotId);
            Assert.Equal(0, store.Damaged);
            await store.RemoveAsync([.. all.Select(static stored => stored.Id)], default);
            Assert.Empty(await FailureSamples.All(store));
            await store.AddAsync([FailureSamples.Line("x")], default);
            Assert.Equal([202], await Ids(store));
        }
    }

    [Fact]
    public async Task The_bot_with_the_most_gives_way_whoever_comes_last()
    {
        await using FileFailureStore store = Open(segmentBytes: 4096, maxBytes: 20_000);
        for (int i = 0; i < 60; i++)
            await store.AddAsync([FailureSamples.Line(new string('x', 300), i).WithBotId("loud")], default);
        for (int i = 0; i < 10; i++)
            await store.AddAsync([FailureSamples.Line(new string('y', 300), i).WithBotId("late")], default);
        List<StoredFailure> all = await FailureSamples.All(store);
        Assert.Equal(10, all.Count(static stored => stored.Failure.BotId == "late"));
        Assert.InRange(all.Count(static stored => stored.Failure.BotId == "loud"), 1, 40);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000000000000005.jsonl")]
    [InlineData("9223372036854775807.jsonl")]
    [InlineData("9999999999999999999.jsonl")]
    [InlineData("99999999999999999999999999999999999999999999.jsonl")]
    [InlineData("+000000000000000005.jsonl")]
    [InlineData("5.jsonl")]
    [InlineData("notes.jsonl")]
    public async Task Names_that_the_store_does_not_write_are_passed_over(string name)
    {
        await using (FileFailureStore store = Open())
            await store.AddAsync([FailureSamples.Line("a")], default);
        await File.WriteAllTextAsync(Path.Combine(Folder, name), "planted");
        await using (FileFailureStore store = Open())
        {
            await store.AddAsync([FailureSamples.Line("b")], default);
            Assert.Equal([1, 2], await Ids(store));
        }

        await using (FileFailureStore store = Open())
            Assert.Equal([1, 2], await Ids(store));
    }

    [Fact]
    public async Task In_memory_too_the_bot_with_the_most_gives_way()
    {
        var store = new MemoryFailureStore(10, TimeProvider.System);
        await store.AddAsync([FailureSamples.Line("quiet").WithBotId("quiet")], default);
        await store.AddAsync([.. Enumerable.Range(0, 100).Select(static i => FailureSamples.Line($"{i}").WithBotId("loud"))], default);
        List<StoredFailure> all = await FailureSamples.All(store);
        Assert.Equal([1, .. Enumerable.Range(93, 9).Select(static id => (long)id)], all.Select(static stored => stored.Id));
        Assert.Equal(91, store.PushedOut);
        await store.RemoveAsync([95, 96], default);
        await store.AddAsync([.. Enumerable.Range(0, 4).Select(static i => FailureSamples.Line($"{i}").WithBotId("late"))], default);
        Assert.Equal(10, store.Count);
        Assert.Equal(5, (await FailureSamples.All(store)).Count(static stored => stored.Failure.BotId == "loud"));
    }
}
