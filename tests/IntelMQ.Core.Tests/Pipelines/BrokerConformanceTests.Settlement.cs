using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Core.Tests.Pipelines;

// What is settled, given back and kept.
public abstract partial class BrokerConformanceTests
{
    [Fact]
    public async Task Settled_input_does_not_come_again_and_the_rest_does_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        await using (IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default))
        {
            IReadOnlyList<Delivery> received = await first.ReceiveAsync(3, long.MaxValue, default);
            await first.CommitAsync(new UnitOfWork { Settled = [received[1]] }, default);
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, 2, default);

        Assert.Equal(["a", "c", "d"], Texts(await second.ReceiveAsync(10, long.MaxValue, default)));
    }

    [Fact]
    public async Task Readers_share_a_queue_and_what_both_give_back_comes_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default);
        IQueueReader second = await _broker.OpenReaderAsync(In, 1, 2, default);
        Assert.Equal(["a"], Texts(await first.ReceiveAsync(1, long.MaxValue, default)));
        Assert.Equal(["b", "c"], Texts(await second.ReceiveAsync(2, long.MaxValue, default)));
        await first.DisposeAsync();
        await second.DisposeAsync();

        await using IQueueReader third = await _broker.OpenReaderAsync(In, 0, 2, default);

        Assert.Equal(["a", "b", "c", "d"], Texts(await third.ReceiveAsync(10, long.MaxValue, default)));
    }

    [Fact]
    public async Task A_commit_stores_outputs_failures_and_state_and_settles_the_input()
    {
        await WriteAsync(In, "a");
        IStateSpace space = await _broker.State.OpenAsync(Values, default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);

        CommitOutcome outcome = await reader.CommitAsync(
            new UnitOfWork
            {
                Number = 1,
                Outputs = [Batch(Out, "x", "y"), Batch(Other, "z")],
                Failures = [new Failure(Text("bad"), "Bad.")],
                Changes = [new StateChange(Values.Name, "key"u8.ToArray()) { Value = "value"u8.ToArray() }],
                Settled = received,
            },
            default);

        Assert.True(outcome.IsStored);
        Assert.Equal(1, await FailuresAsync());
        Assert.True(space.TryGet("key"u8, out StateEntry entry));
        Assert.Equal("value"u8, entry.Value.Span);
        Assert.Equal(2, await CountAsync(Out));
        Assert.Equal(1, await CountAsync(Other));
        Assert.Equal(0, await CountAsync(In));
    }

    [Fact]
    public async Task A_commit_whose_condition_does_not_hold_stores_nothing_and_keeps_the_input()
    {
        await WriteAsync(In, "a");
        IStateSpace space = await _broker.State.OpenAsync(Keys, default);
        await _broker.State.ApplyAsync([new StateChange(Keys.Name, "known"u8.ToArray())], default);
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);

        CommitOutcome outcome = await reader.CommitAsync(
            new UnitOfWork
            {
                Number = 1,
                Outputs = [Batch(Out, "x")],
                Failures = [new Failure(Text("bad"), "Bad.")],
                Changes =
                [
                    new StateChange(Keys.Name, "new"u8.ToArray()) { Condition = StateCondition.Absent },
                    new StateChange(Keys.Name, "known"u8.ToArray()) { Condition = StateCondition.Absent },
                ],
                Settled = received,
            },
            default);

        Assert.False(outcome.IsStored);
        Assert.Equal([1], outcome.Conflicts);
        Assert.False(space.Contains("new"u8));
        Assert.Equal(0, await FailuresAsync());
        Assert.Equal(0, await CountAsync(Out));
        Assert.Equal(1, await CountAsync(In));
        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 2, Settled = received }, default)).IsStored);
        Assert.Equal(0, await CountAsync(In));
    }

    [Fact]
    public async Task A_commit_that_is_given_up_settles_nothing_and_keeps_no_state()
    {
        await WriteAsync(In, "a");
        await WriteAsync(Out, "1", "2", "3", "4");
        IStateSpace space = await _broker.State.OpenAsync(Keys, default);
        await using (IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default))
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
            using var end = new CancellationTokenSource();
            Task committing = reader.CommitAsync(
                new UnitOfWork
                {
                    Number = 1,
                    Outputs = [Batch(Other, "z"), Batch(Out, "5")],
                    Changes = [new StateChange(Keys.Name, "key"u8.ToArray())],
                    Settled = received,
                },
                end.Token).AsTask();
            Assert.False(committing.IsCompleted);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => committing.WaitAsync(Patience));
        }

        Assert.Equal(4, await CountAsync(Out));
        if (Has(BrokerTraits.AtomicCommit))
        {
            Assert.False(space.Contains("key"u8));
            Assert.Equal(0, await CountAsync(Other));
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, 2, default);
        Delivery again = Assert.Single(await second.ReceiveAsync(1, long.MaxValue, default));
        Assert.Equal("a", again.Message!["extra.text"].ToString());
        Assert.Equal(2, again.Attempt);
    }

    [Fact]
    public async Task The_callers_lists_are_the_callers_again_after_a_commit()
    {
        await WriteAsync(In, "a");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 2, default);
        var settled = new List<Delivery>(await reader.ReceiveAsync(1, long.MaxValue, default));
        OutgoingBatch batch = Batch(Out, "x");

        await reader.CommitAsync(new UnitOfWork { Outputs = [batch], Settled = settled }, default);
        batch.Messages.Clear();
        settled.Clear();

        await using IQueueReader next = await _broker.OpenReaderAsync(Out, 0, 2, default);
        Assert.Equal(["x"], Texts(await next.ReceiveAsync(1, long.MaxValue, default)));
    }

    [Fact]
    public async Task A_checkpoint_comes_back_with_the_delivery()
    {
        if (!Has(BrokerTraits.Checkpoints))
            return;
        await WriteAsync(In, "a", "b");
        await using (IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default))
        {
            IReadOnlyList<Delivery> received = await first.ReceiveAsync(2, long.MaxValue, default);
            await first.CommitAsync(new UnitOfWork { Outputs = [Batch(Out, "x")], Progress = new Checkpoint(received[0].Tag, 256) }, default);
            await first.CommitAsync(new UnitOfWork { Progress = new Checkpoint(received[0].Tag, 512) }, default);
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, 2, default);
        IReadOnlyList<Delivery> again = await second.ReceiveAsync(2, long.MaxValue, default);

        Assert.Equal([512, 0], again.Select(static delivery => delivery.Checkpoint));
    }
}
