using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>What every store of failures has to fulfil.</summary>
public static class FailureStoreConformance
{
    /// <summary>The cases, to be run each on its own.</summary>
    public static IReadOnlyList<ConformanceCase<IFailureStore>> Cases { get; } =
    [
        new("Failures come back as they were, oldest first, with numbers that count up.", static create => RunAsync(create, KeepAsync)),
        new("What is removed is gone, and numbers that nobody knows are passed over.", static create => RunAsync(create, RemoveAsync)),
        new("A failure that is stored twice is there once.", static create => RunAsync(create, RepeatAsync)),
        new("A failure without an id is there as often as it was stored.", static create => RunAsync(create, NamelessAsync)),
        new("A failure that was removed may come again.", static create => RunAsync(create, ComeAgainAsync)),
        new("Several may store at once, and all of it is there.", static create => RunAsync(create, CompeteAsync)),
    ];

    private static async Task RunAsync(Func<CancellationToken, ValueTask<IFailureStore>> create, Func<IFailureStore, Task> test)
    {
        IFailureStore store = await create(CancellationToken.None).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            await test(store).ConfigureAwait(false);
    }

    private static async Task KeepAsync(IFailureStore store)
    {
        Failure[] failures = [Failed("a", 1), Failed("b", 2), Failed("c", 3)];
        await store.AddAsync(failures[..2], default).ConfigureAwait(false);
        await store.AddAsync([], default).ConfigureAwait(false);
        await store.AddAsync(failures[2..], default).ConfigureAwait(false);
        List<StoredFailure> stored = await ReadAsync(store).ConfigureAwait(false);
        Expect.Same(["a", "b", "c"], stored.Select(static one => RawOf(one)));
        Expect.True(stored.Zip(stored.Skip(1)).All(static pair => pair.First.Id < pair.Second.Id));
        Failure first = stored[0].Failure;
        Expect.Equal(("source.ip is no address: a.", "parser", "source.ip", 7L, 11L), (first.Reason, first.BotId, first.Field, first.LineNumber, first.Offset));
        Expect.True(first.Message.HasSameFieldsAs(failures[0].Message));
    }

    private static async Task RemoveAsync(IFailureStore store)
    {
        await store.AddAsync([Failed("a", 1), Failed("b", 2), Failed("c", 3)], default).ConfigureAwait(false);
        List<StoredFailure> stored = await ReadAsync(store).ConfigureAwait(false);
        await store.RemoveAsync([stored[1].Id, long.MaxValue], default).ConfigureAwait(false);
        await store.RemoveAsync([stored[1].Id], default).ConfigureAwait(false);
        Expect.Same(["a", "c"], (await ReadAsync(store).ConfigureAwait(false)).Select(static one => RawOf(one)));
    }

    private static async Task RepeatAsync(IFailureStore store)
    {
        await store.AddAsync([Failed("a", 1), Failed("b", 2)], default).ConfigureAwait(false);
        await store.AddAsync([Failed("b", 2), Failed("c", 3), Failed("c", 3)], default).ConfigureAwait(false);
        Expect.Same(["a", "b", "c"], (await ReadAsync(store).ConfigureAwait(false)).Select(static one => RawOf(one)));
    }

    private static async Task NamelessAsync(IFailureStore store)
    {
        await store.AddAsync([Failed("a", 0), Failed("a", 0)], default).ConfigureAwait(false);
        Expect.Equal(2, (await ReadAsync(store).ConfigureAwait(false)).Count);
    }

    private static async Task ComeAgainAsync(IFailureStore store)
    {
        await store.AddAsync([Failed("a", 1)], default).ConfigureAwait(false);
        await store.RemoveAsync([Expect.Single(await ReadAsync(store).ConfigureAwait(false)).Id], default).ConfigureAwait(false);
        await store.AddAsync([Failed("a", 1)], default).ConfigureAwait(false);
        Expect.Single(await ReadAsync(store).ConfigureAwait(false));
    }

    private static async Task CompeteAsync(IFailureStore store)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++)
                await store.AddAsync([Failed($"{writer}-{i}", (UInt128)(1000 + (writer * 10) + i))], default).ConfigureAwait(false);
        }))).ConfigureAwait(false);
        Expect.Equal(80, (await ReadAsync(store).ConfigureAwait(false)).Select(static one => RawOf(one)).Distinct().Count());
    }

    private static Failure Failed(string raw, UInt128 id)
    {
        var report = new Report(System.Text.Encoding.UTF8.GetBytes(raw), Schema.Default);
        return new Failure(report, $"source.ip is no address: {raw}.") { Id = id, BotId = "parser", Field = "source.ip", LineNumber = 7, Offset = 11 };
    }

    private static string RawOf(StoredFailure stored) => System.Text.Encoding.UTF8.GetString(stored.Failure.Message.Raw.Span);

    private static async Task<List<StoredFailure>> ReadAsync(IFailureStore store)
    {
        var all = new List<StoredFailure>();
        await foreach (StoredFailure failure in store.ReadAsync(default).ConfigureAwait(false))
            all.Add(failure);
        return all;
    }
}
