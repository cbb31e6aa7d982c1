using IntelMQ.State;
using IntelMQ.Testing.Conformance;

namespace IntelMQ.Testing;

/// <summary>What every store of state has to fulfil.</summary>
public static class StateStoreConformance
{
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly StateSpaceDeclaration Values = new("bot/values", StateSpaceKind.Values);

    /// <summary>The cases, to be run each on its own.</summary>
    public static IReadOnlyList<ConformanceCase<IStateStore>> Cases { get; } =
    [
        new("A key that was added is there, and another is not.", static create => RunAsync(create, AddAsync)),
        new("A value is there, replaced and removed.", static create => RunAsync(create, ReplaceAsync)),
        new("A change whose key is there already stores nothing of all changes, and is named.", static create => RunAsync(create, ConflictAsync)),
        new("Of those who add one key at the same time one succeeds.", static create => RunAsync(create, CompeteAsync)),
        new("What is over is not there, and may be added again.", static create => RunAsync(create, ExpireAsync)),
        new("Of more than are wanted the oldest make room.", static create => RunAsync(create, BoundAsync)),
        new("Two spaces know nothing of each other.", static create => RunAsync(create, SeparateAsync)),
        new("The caller's bytes are the caller's again after a call.", static create => RunAsync(create, CopyAsync)),
        new("What is stored outlives the store where it says so.", LastAsync),
    ];

    private static async Task RunAsync(Func<CancellationToken, ValueTask<IStateStore>> create, Func<IStateStore, Task> test)
    {
        IStateStore store = await create(CancellationToken.None).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
            await test(store).ConfigureAwait(false);
    }

    private static async Task AddAsync(IStateStore store)
    {
        IStateSpace space = await store.OpenAsync(Keys, default).ConfigureAwait(false);
        Expect.Equal(Keys.Name, space.Name);
        Expect.True((await store.ApplyAsync([Add("a"u8), Add("b"u8)], default).ConfigureAwait(false)).IsStored);
        Expect.True(space.Contains("a"u8));
        Expect.True(space.Contains("b"u8));
        Expect.False(space.Contains("c"u8));
        Expect.True((await store.OpenAsync(Keys, default).ConfigureAwait(false)).Contains("a"u8));
    }

    private static async Task ReplaceAsync(IStateStore store)
    {
        IStateSpace space = await store.OpenAsync(Values, default).ConfigureAwait(false);
        await store.ApplyAsync([Set("a"u8, "1"u8), Set("b"u8, "2"u8), Set("a"u8, "3"u8)], default).ConfigureAwait(false);
        Expect.True(space.TryGet("a"u8, out StateEntry entry));
        Expect.Equal("3"u8, entry.Value.Span);
        Expect.Equal("a"u8, entry.Key.Span);
        Expect.Equal(2, space.ReadAll().Count);
        await store.ApplyAsync([Set("a"u8, default) with { IsRemoval = true }, Set("b"u8, ""u8), Set("gone"u8, default) with { IsRemoval = true }], default).ConfigureAwait(false);
        Expect.False(space.TryGet("a"u8, out _));
        Expect.True(space.TryGet("b"u8, out entry));
        Expect.Equal(0, entry.Value.Length);
        Expect.Equal("b"u8, Expect.Single(space.ReadAll()).Key.Span);
    }

    private static async Task ConflictAsync(IStateStore store)
    {
        IStateSpace keys = await store.OpenAsync(Keys, default).ConfigureAwait(false);
        IStateSpace values = await store.OpenAsync(Values, default).ConfigureAwait(false);
        await store.ApplyAsync([Add("a"u8), Set("v"u8, "1"u8)], default).ConfigureAwait(false);
        CommitOutcome outcome = await store.ApplyAsync([Add("b"u8), Add("a"u8), Set("w"u8, "2"u8), Set("v"u8, "3"u8) with { Condition = StateCondition.Absent }], default).ConfigureAwait(false);
        Expect.False(outcome.IsStored);
        Expect.Same([1, 3], outcome.Conflicts.Order());
        Expect.False(keys.Contains("b"u8));
        Expect.False(values.Contains("w"u8));
        Expect.True(values.TryGet("v"u8, out StateEntry entry));
        Expect.Equal("1"u8, entry.Value.Span);
    }

    private static async Task CompeteAsync(IStateStore store)
    {
        await store.OpenAsync(Keys, default).ConfigureAwait(false);
        for (int round = 0; round < 20; round++)
        {
            byte[] key = [(byte)round];
            CommitOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await store.ApplyAsync([Add(key)], default).ConfigureAwait(false)))).ConfigureAwait(false);
            Expect.Equal(1, outcomes.Count(static outcome => outcome.IsStored));
        }
    }

    private static async Task ExpireAsync(IStateStore store)
    {
        DateTimeOffset past = DateTimeOffset.UnixEpoch.AddDays(1);
        IStateSpace keys = await store.OpenAsync(Keys, default).ConfigureAwait(false);
        IStateSpace values = await store.OpenAsync(Values, default).ConfigureAwait(false);
        await store.ApplyAsync([Add("a"u8) with { Expires = past }, Set("v"u8, "1"u8) with { Expires = past }, Set("w"u8, "2"u8) with { Expires = DateTimeOffset.MaxValue.AddDays(-1) }], default).ConfigureAwait(false);
        Expect.False(keys.Contains("a"u8));
        Expect.False(values.TryGet("v"u8, out _));
        Expect.Single(values.ReadAll());
        Expect.True((await store.ApplyAsync([Add("a"u8), Set("v"u8, "3"u8) with { Condition = StateCondition.Absent }], default).ConfigureAwait(false)).IsStored);
        Expect.True(keys.Contains("a"u8));
    }

    private static async Task BoundAsync(IStateStore store)
    {
        IStateSpace space = await store.OpenAsync(Keys with { MaxKeys = 2 }, default).ConfigureAwait(false);
        foreach (byte key in (byte[])[1, 2, 3])
            await store.ApplyAsync([Add([key])], default).ConfigureAwait(false);
        Expect.False(space.Contains([1]));
        Expect.True(space.Contains([2]));
        Expect.True(space.Contains([3]));
    }

    private static async Task SeparateAsync(IStateStore store)
    {
        IStateSpace one = await store.OpenAsync(Keys, default).ConfigureAwait(false);
        IStateSpace other = await store.OpenAsync(new StateSpaceDeclaration("other/keys", StateSpaceKind.Keys), default).ConfigureAwait(false);
        await store.ApplyAsync([Add("a"u8)], default).ConfigureAwait(false);
        Expect.True(one.Contains("a"u8));
        Expect.False(other.Contains("a"u8));
    }

    private static async Task CopyAsync(IStateStore store)
    {
        IStateSpace space = await store.OpenAsync(Values, default).ConfigureAwait(false);
        byte[] key = [1];
        byte[] value = [2];
        await store.ApplyAsync([new StateChange(Values.Name, key) { Value = value }], default).ConfigureAwait(false);
        (key[0], value[0]) = (9, 9);
        Expect.True(space.TryGet([1], out StateEntry entry));
        Expect.Equal((byte)2, entry.Value.Span[0]);
    }

    private static async Task LastAsync(Func<CancellationToken, ValueTask<IStateStore>> create)
    {
        IStateStore first = await create(CancellationToken.None).ConfigureAwait(false);
        await using (first.ConfigureAwait(false))
        {
            await first.OpenAsync(Keys, default).ConfigureAwait(false);
            await first.OpenAsync(Values, default).ConfigureAwait(false);
            await first.ApplyAsync([Add("a"u8), Set("v"u8, "1"u8), Set("w"u8, "2"u8)], default).ConfigureAwait(false);
            await first.ApplyAsync([Set("w"u8, default) with { IsRemoval = true }, Set("v"u8, "3"u8)], default).ConfigureAwait(false);
            if ((first.Traits & StateTraits.Durable) == 0)
                return;
        }

        IStateStore second = await create(CancellationToken.None).ConfigureAwait(false);
        await using (second.ConfigureAwait(false))
        {
            Expect.True((await second.OpenAsync(Keys, default).ConfigureAwait(false)).Contains("a"u8));
            StateEntry entry = Expect.Single((await second.OpenAsync(Values, default).ConfigureAwait(false)).ReadAll());
            Expect.Equal("v"u8, entry.Key.Span);
            Expect.Equal("3"u8, entry.Value.Span);
        }
    }

    private static StateChange Add(ReadOnlySpan<byte> key) => new(Keys.Name, key.ToArray()) { Condition = StateCondition.Absent };

    private static StateChange Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => new(Values.Name, key.ToArray()) { Value = value.ToArray() };
}
