using IntelMQ.Failures;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines;

// What is settled, given back and kept.
public abstract partial class BrokerConformanceTests
{
    [Fact]
    public async Task Settled_input_does_not_come_again_and_the_rest_does_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        await using (IQueueReader first = await _broker.OpenReaderAsync(In, 0, default))
        {
            IReadOnlyList<Delivery> received = await first.ReceiveAsync(3, default);
            await first.CommitAsync(new UnitOfWork { Settled = [received[1]] }, default);
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, default);

        Assert.Equal(["a", "c", "d"], Texts(await second.ReceiveAsync(10, default)));
    }

    [Fact]
    public async Task Readers_share_a_queue_and_what_both_give_back_comes_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        IQueueReader first = await _broker.OpenReaderAsync(In, 0, default);
        IQueueReader second = await _broker.OpenReaderAsync(In, 1, default);
        Assert.Equal(["a"], Texts(await first.ReceiveAsync(1, default)));
        Assert.Equal(["b", "c"], Texts(await second.ReceiveAsync(2, default)));
        await first.DisposeAsync();
        await second.DisposeAsync();

        await using IQueueReader third = await _broker.OpenReaderAsync(In, 0, default);

        Assert.Equal(["a", "b", "c", "d"], Texts(await third.ReceiveAsync(10, default)));
    }

    [Fact]
    public async Task A_commit_stores_outputs_and_failures_then_the_state_then_settles_the_input()
    {
        await WriteAsync(In, "a");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, default);
        int failuresBefore = -1;

        await reader.CommitAsync(
            new UnitOfWork
            {
                Outputs = [Batch(Out, "x", "y"), Batch(Other, "z")],
                Failures = [new Failure(Text("bad"), "Bad.")],
                Settled = received,
                ApplyState = () => failuresBefore = _failures.Count,
            },
            default);

        Assert.Equal(1, failuresBefore);
        Assert.Equal(2, await _broker.CountAsync(Out, default));
        Assert.Equal(1, await _broker.CountAsync(Other, default));
        Assert.Equal(0, await _broker.CountAsync(In, default));
    }

    [Fact]
    public async Task A_commit_that_is_given_up_settles_nothing_and_keeps_no_state()
    {
        await WriteAsync(In, "a");
        await WriteAsync(Out, "1", "2", "3", "4");
        bool applied = false;
        await using (IQueueReader reader = await _broker.OpenReaderAsync(In, 0, default))
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, default);
            using var end = new CancellationTokenSource();
            Task committing = reader.CommitAsync(
                new UnitOfWork { Outputs = [Batch(Other, "z"), Batch(Out, "5")], Settled = received, ApplyState = () => applied = true },
                end.Token).AsTask();
            Assert.False(committing.IsCompleted);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => committing.WaitAsync(Patience));
        }

        Assert.False(applied);
        Assert.Equal(4, await _broker.CountAsync(Out, default));
        if (Has(BrokerTraits.AtomicCommit))
            Assert.Equal(0, await _broker.CountAsync(Other, default));
        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, default);
        Assert.Equal(["a"], Texts(await second.ReceiveAsync(1, default)));
    }

    [Fact]
    public async Task The_callers_lists_are_the_callers_again_after_a_commit()
    {
        await WriteAsync(In, "a");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, default);
        var settled = new List<Delivery>(await reader.ReceiveAsync(1, default));
        OutgoingBatch batch = Batch(Out, "x");

        await reader.CommitAsync(new UnitOfWork { Outputs = [batch], Settled = settled }, default);
        batch.Messages.Clear();
        settled.Clear();

        await using IQueueReader next = await _broker.OpenReaderAsync(Out, 0, default);
        Assert.Equal(["x"], Texts(await next.ReceiveAsync(1, default)));
    }

    [Fact]
    public async Task A_checkpoint_comes_back_with_the_delivery()
    {
        if (!Has(BrokerTraits.Checkpoints))
            return;
        await WriteAsync(In, "a", "b");
        await using (IQueueReader first = await _broker.OpenReaderAsync(In, 0, default))
        {
            IReadOnlyList<Delivery> received = await first.ReceiveAsync(2, default);
            await first.CommitAsync(new UnitOfWork { Outputs = [Batch(Out, "x")], Progress = new Checkpoint(received[0].Tag, 256) }, default);
            await first.CommitAsync(new UnitOfWork { Progress = new Checkpoint(received[0].Tag, 512) }, default);
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, default);
        IReadOnlyList<Delivery> again = await second.ReceiveAsync(2, default);

        Assert.Equal([512, 0], again.Select(static delivery => delivery.Checkpoint));
    }
}
