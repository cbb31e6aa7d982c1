using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.Bots;

public sealed class HeldEventsTests : IDisposable
{
    private readonly TestServices _services = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    private FakeClock Clock => _services.Clock;

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Events_are_due_in_the_order_of_their_times()
    {
        (BotState state, HeldEvents held) = await CreateAsync(new MemoryStateStore(Clock));
        Hold(held, "late", 3);
        Hold(held, "early", 1);
        Hold(held, "middle", 2);
        await StoreAsync(state, null);
        Assert.Equal(Clock.GetUtcNow().AddMinutes(1), held.NextDue);
        Assert.Empty(held.TakeDue(10));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["early", "middle"], Names(held.TakeDue(10)));
        Assert.Equal(["late"], Names(held.TakeAll(10)));
        Assert.Null(held.NextDue);
    }

    [Fact]
    public async Task What_is_due_is_not_found_and_makes_room_for_another_of_its_key()
    {
        (_, HeldEvents held) = await CreateAsync(new MemoryStateStore(Clock));
        Hold(held, "a", 1);
        Assert.True(held.TryGet("a", out _));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(held.TryGet("a", out _));
        Hold(held, "a", 1);
        Assert.Equal(2, held.Count);
        Assert.Single(held.TakeDue(10));
    }

    [Fact]
    public async Task What_becomes_due_between_being_found_and_being_changed_is_held_once()
    {
        (BotState state, HeldEvents held) = await CreateAsync(new MemoryStateStore(Clock));
        Hold(held, "a", 1);
        await StoreAsync(state, null);
        Assert.True(held.TryGet("a", out HeldEvent? found));
        Clock.Advance(TimeSpan.FromMinutes(1));

        held.Hold("a", found with { Count = found.Count + 1 });

        Assert.Equal(found.Count + 1, Assert.Single(held.TakeAll(10)).Count);
    }

    [Fact]
    public async Task Of_too_many_the_one_whose_time_comes_next_is_due_at_once()
    {
        (BotState state, HeldEvents held) = await CreateAsync(new MemoryStateStore(Clock), capacity: 2);
        Hold(held, "a", 5);
        Hold(held, "b", 3);
        Hold(held, "c", 4);
        await StoreAsync(state, null);
        Assert.Equal(["b"], Names(held.TakeDue(10)));
        Assert.Equal(1, held.Evictions);
    }

    [Fact]
    public async Task What_is_rolled_back_never_was()
    {
        await using (FileStateStore store = await OpenAsync())
        {
            (BotState state, HeldEvents held) = await CreateAsync(store);
            Hold(held, "a", 1);
            await StoreAsync(state, store);
            Assert.True(held.TryGet("a", out HeldEvent? before));
            held.Hold("a", before with { Count = 7, Due = before.Due.AddMinutes(9) });
            Hold(held, "b", 1);
            state.Gather();
            state.RollBack();
            Assert.Equal(1, held.Count);
            Assert.True(held.TryGet("a", out HeldEvent? after));
            Assert.Equal((1L, after.Due), (after.Count, held.NextDue!.Value));
            Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.Single(held.TakeDue(10));
            state.RollBack();
            Assert.Equal(["a"], Names(held.TakeDue(10)));
            state.RollBack();
        }

        await using FileStateStore again = await OpenAsync();
        HeldEvent loaded = Assert.Single((await CreateAsync(again)).Held.TakeDue(10));
        Assert.Equal(("a", 1L), (loaded.Event["comment"].ToString(), loaded.Count));
    }

    [Fact]
    public async Task A_store_that_lasts_holds_what_was_stored_and_lets_go_of_what_was_taken()
    {
        await using (FileStateStore store = await OpenAsync())
        {
            (BotState state, HeldEvents held) = await CreateAsync(store);
            held.Source = new HeldSource(7, 8, 9, "import");
            Hold(held, "a", 1);
            Hold(held, "b", 2);
            await StoreAsync(state, store);
            Assert.True(held.TryGet("a", out HeldEvent? a));
            held.Hold("a", a with { Count = 3, Last = Clock.GetUtcNow() });
            await StoreAsync(state, store);
            Hold(held, "not stored", 1);
        }

        await using (FileStateStore store = await OpenAsync())
        {
            (BotState state, HeldEvents held) = await CreateAsync(store);
            Assert.Equal(2, held.Count);
            Assert.True(held.TryGet("a", out HeldEvent? a));
            Assert.Equal((3L, Clock.GetUtcNow(), "a"), (a.Count, a.Last, a.Event["comment"].ToString()));
            Assert.Equal(new HeldSource(7, 8, 9, "import"), a.Source);
            held.TakeAll(1);
            await StoreAsync(state, store);
        }

        await using FileStateStore last = await OpenAsync();
        Assert.Equal(["b"], Names((await CreateAsync(last)).Held.TakeAll(10)));
    }

    [Fact]
    public async Task What_another_host_has_handed_out_is_not_handed_out_again_once_the_state_is_read_anew()
    {
        await using FileStateStore store = await OpenAsync();
        (BotState state, HeldEvents held) = await CreateAsync(store);
        Hold(held, "a", 1);
        await StoreAsync(state, store);
        (BotState other, HeldEvents theirs) = await CreateAsync(store);
        theirs.TakeAll(1);
        Hold(theirs, "b", 1);
        await StoreAsync(other, store);

        Assert.Equal(["a"], Names(held.TakeAll(10)));
        state.RollBack();
        state.Reread();

        Assert.Equal(["b"], Names(held.TakeAll(10)));
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_costs_itself_alone_and_stays_stored()
    {
        await using FileStateStore store = await OpenAsync();
        (BotState state, HeldEvents held) = await CreateAsync(store);
        Hold(held, "a", 1);
        await StoreAsync(state, store);
        byte[][] damaged = ["{}"u8.ToArray(), "[]"u8.ToArray(), "{\"event\": {\"source.ip\": 5}}"u8.ToArray(), "\u0001"u8.ToArray(), "{\"due\": 1, \"event\": {}}"u8.ToArray()];
        await store.ApplyAsync([.. damaged.Select(static (value, i) => new StateChange("bot/held", new byte[] { 1, 2, 3, 4, 5, 6, 7, (byte)i }) { Value = value })], default);

        (BotState _, HeldEvents again) = await CreateAsync(store);

        Assert.Equal(["a"], Names(again.TakeAll(10)));
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message.Contains("5 held events cannot be read", StringComparison.Ordinal));
        Assert.Equal(6, (await store.OpenAsync(new StateSpaceDeclaration("bot/held", StateSpaceKind.Values), default)).ReadAll().Count);
    }

    [Fact]
    public async Task Each_input_that_counted_is_held_back_until_what_came_of_it_is_settled()
    {
        (BotState state, HeldEvents held) = await CreateAsync(new MemoryStateStore(Clock));
        var inputs = new[] { new Receipt(1), new Receipt(1) };
        foreach (Receipt input in inputs)
        {
            state.Receipt = input;
            held.Hold("a", held.TryGet("a", out HeldEvent? known) ? known with { Count = 2 } : new HeldEvent(EventOf("a"), Clock.GetUtcNow().AddMinutes(1)));
        }

        state.Gather();
        state.Commit();
        foreach (Receipt input in inputs)
            input.Release(1);
        Assert.All(inputs, static input => Assert.False(input.Settled.IsCompleted));
        var sent = new Receipt(1);
        Assert.NotNull(held.TakeNext(DateTimeOffset.MaxValue, sent));
        state.Commit();
        Assert.All(inputs, static input => Assert.False(input.Settled.IsCompleted));
        sent.Release(1);

        await Task.WhenAll(inputs.Select(static input => input.Settled)).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void Hold(HeldEvents held, string name, int minutes)
        => held.Hold(name, new HeldEvent(EventOf(name), held.Time.GetUtcNow().AddMinutes(minutes)));

    private static Event EventOf(string comment)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes($$"""{"comment": "{{comment}}", "extra.n": 1.50}"""), IntelMQ.Schemas.Schema.Default, out Event? message, out _));
        return message;
    }

    private static string[] Names(IEnumerable<HeldEvent> held) => [.. held.Select(static one => one.Event["comment"].ToString())];

    private static async Task StoreAsync(BotState state, FileStateStore? store)
    {
        state.Gather();
        if (store is not null)
            Assert.True((await store.ApplyAsync(state.Changes, default)).IsStored);
        state.Commit();
    }

    private Task<FileStateStore> OpenAsync() => FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = Path.Combine(_folder.FullName, "deep") }, Clock, NullLogger.Instance, default);

    private async Task<(BotState State, HeldEvents Held)> CreateAsync(IStateStore store, int capacity = 100)
    {
        var state = new BotState(Clock, StateKinds.Values);
        var held = new HeldEvents(state, _services.Services, capacity);
        await state.AttachAsync(store, "bot", default);
        return (state, held);
    }
}
