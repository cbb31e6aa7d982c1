using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Hosting.Tests.Dumps;

public sealed class StoreDumpTests : IAsyncDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly MemoryFailureStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_failures_of_one_bot_are_numbered_and_those_of_others_left_alone()
    {
        StoreDump dump = await OpenAsync();
        Assert.Equal(2, dump.Count);
        DumpedMessage[] all = await ReadAsync(dump);
        Assert.Equal([(0, "a"), (1, "c")], all.Select(static entry => (entry.Number, entry.Reason)));
        Assert.All(all, static entry => Assert.Equal(("bot", "bot-queue"), (entry.BotId, entry.SourceQueue)));
        await dump.RemoveAsync([0, 7], default);
        Assert.Equal([(0, "c")], (await ReadAsync(dump)).Select(static entry => (entry.Number, entry.Reason)));
        await dump.DeleteAsync();
        Assert.Equal((0, 1), (dump.Count, _store.Count));
    }

    [Fact]
    public async Task A_changed_entry_keeps_its_reason_and_comes_last()
    {
        StoreDump dump = await OpenAsync();
        await dump.ReplaceAsync(0, Named("changed"), default);
        DumpedMessage[] all = await ReadAsync(dump);
        Assert.Equal([("c", "c"), ("a", "changed")], all.Select(static entry => (entry.Reason, ((Event)entry.Message!)["comment"].ToString())));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => dump.ReplaceAsync(2, Named("x"), default));
    }

    [Fact]
    public async Task What_was_cut_short_says_that_it_cannot_be_sent_again()
    {
        await _store.AddAsync([new Failure(Named("d"), "d") { BotId = "bot", TruncatedFrom = 70_000 }], default);
        Assert.Contains("70000", (await ReadAsync(await OpenAsync()))[0].Complaint, StringComparison.Ordinal);
    }

    private static Event Named(string comment)
    {
        var message = new Event(Schema.Default);
        message.Set("comment", comment).ThrowIfRefused();
        return message;
    }

    private static async Task<DumpedMessage[]> ReadAsync(StoreDump dump)
    {
        var all = new List<DumpedMessage>();
        await foreach (DumpedMessage entry in dump.ReadAsync(null, default))
            all.Add(entry);
        return [.. all];
    }

    private async Task<StoreDump> OpenAsync()
    {
        await _store.AddAsync([.. Names.Select(static name => new Failure(Named(name), name) { BotId = name == "b" ? "other" : "bot" })], default);
        return await StoreDump.OpenAsync(_store, "state", "bot", "bot-queue", default);
    }
}
