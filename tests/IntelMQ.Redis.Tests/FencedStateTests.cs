using System.Text;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// What two processes know of the same bot: one has died late, stands by, or takes over.
public sealed class FencedStateTests
{
    private static readonly StateSpaceDeclaration Held = new("aggregate/held", StateSpaceKind.Values) { IsFenced = true };
    private static readonly QueueName In = new("in-queue");

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_another_process_has_changed_is_read_anew_before_anything_is_made_of_it(bool streams)
    {
        using RedisProgram server = RedisProgram.Start();
        await using IBroker first = Open(server, streams);
        await using IBroker second = Open(server, streams);
        await using IQueueReader dying = await ReaderAsync(first);
        await using IQueueReader standing = await ReaderAsync(second);
        await first.State.OpenAsync(Held, default);
        Assert.True((await dying.CommitAsync(new UnitOfWork { Number = 1, Changes = [Set("1", "held")] }, default)).IsStored);
        IStateSpace known = await second.State.OpenAsync(Held, default);

        // The first hands it out after the second has read it.
        Assert.True((await dying.CommitAsync(new UnitOfWork { Number = 2, Changes = [Remove("1"), Set("2", "other")] }, default)).IsStored);
        CommitOutcome again = await standing.CommitAsync(new UnitOfWork { Number = 1, Changes = [Remove("1")] }, default);

        Assert.True(again.IsLost);
        Assert.Equal("other", Encoding.UTF8.GetString(Assert.Single(known.ReadAll()).Value.Span));
        Assert.True((await standing.CommitAsync(new UnitOfWork { Number = 2, Changes = [Remove("2")] }, default)).IsStored);
        Assert.Empty(known.ReadAll());
        Assert.True((await dying.CommitAsync(new UnitOfWork { Number = 3, Changes = [Set("3", "late")] }, default)).IsLost);
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_that_was_stored_and_is_tried_again_is_not_stale(bool streams)
    {
        using RedisProgram server = RedisProgram.Start();
        await using IBroker broker = Open(server, streams);
        await using IQueueReader reader = await ReaderAsync(broker);
        await broker.State.OpenAsync(Held, default);
        for (int number = 1; number <= 3; number++)
        {
            var work = new UnitOfWork { Number = number, Changes = [Set("1", $"{number}"), Set("2", "x"), Remove("2")] };
            Assert.True((await reader.CommitAsync(work, default)).IsStored);
            Assert.True((await reader.CommitAsync(work, default)).IsStored);
        }
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spaces_without_a_fence_are_changed_by_several_processes(bool streams)
    {
        using RedisProgram server = RedisProgram.Start();
        await using IBroker first = Open(server, streams);
        await using IBroker second = Open(server, streams);
        var notes = new StateSpaceDeclaration("aggregate/held", StateSpaceKind.Values);
        foreach (IBroker broker in new[] { first, second })
            await broker.State.OpenAsync(notes, default);

        Assert.True((await first.State.ApplyAsync([Set("1", "a")], default)).IsStored);
        Assert.True((await second.State.ApplyAsync([Set("1", "b")], default)).IsStored);
        Assert.True((await first.State.ApplyAsync([Remove("1")], default)).IsStored);
    }

    private static IBroker Open(RedisProgram server, bool streams) => streams ? new RedisStreamBroker(server.Options()) : new RedisBroker(server.Options());

    private static async Task<IQueueReader> ReaderAsync(IBroker broker)
    {
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        return await broker.OpenReaderAsync(In, 0, 1, default);
    }

    private static StateChange Set(string key, string value) => new(Held.Name, Encoding.UTF8.GetBytes(key)) { Value = Encoding.UTF8.GetBytes(value) };

    private static StateChange Remove(string key) => new(Held.Name, Encoding.UTF8.GetBytes(key)) { IsRemoval = true };
}
