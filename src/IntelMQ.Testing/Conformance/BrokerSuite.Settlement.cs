using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Testing.Conformance;

// What is settled, given back and kept.
internal sealed partial class BrokerSuite
{
    public async Task Settled_input_does_not_come_again_and_the_rest_does_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        await using (IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default))
        {
            IReadOnlyList<Delivery> received = await first.ReceiveAsync(3, long.MaxValue, default);
            await first.CommitAsync(new UnitOfWork { Settled = [received[1]] }, default);
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, 2, default);

        Expect.Same(["a", "c", "d"], Texts(await second.ReceiveAsync(10, long.MaxValue, default)));
    }

    public async Task Readers_share_a_queue_and_what_both_give_back_comes_in_its_order()
    {
        await WriteAsync(In, "a", "b", "c", "d");
        IQueueReader first = await _broker.OpenReaderAsync(In, 0, 2, default);
        IQueueReader second = await _broker.OpenReaderAsync(In, 1, 2, default);
        Expect.Same(["a"], Texts(await first.ReceiveAsync(1, long.MaxValue, default)));
        Expect.Same(["b", "c"], Texts(await second.ReceiveAsync(2, long.MaxValue, default)));
        await first.DisposeAsync();
        await second.DisposeAsync();

        await using IQueueReader third = await _broker.OpenReaderAsync(In, 0, 2, default);

        Expect.Same(["a", "b", "c", "d"], Texts(await third.ReceiveAsync(10, long.MaxValue, default)));
    }

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

        Expect.True(outcome.IsStored);
        Expect.Equal(1, await FailuresAsync());
        Expect.True(space.TryGet("key"u8, out StateEntry entry));
        Expect.Equal("value"u8, entry.Value.Span);
        Expect.Equal(2L, await CountAsync(Out));
        Expect.Equal(1L, await CountAsync(Other));
        Expect.Equal(0L, await CountAsync(In));
    }

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

        Expect.False(outcome.IsStored);
        Expect.Same([1], outcome.Conflicts);
        Expect.False(space.Contains("new"u8));
        Expect.Equal(0, await FailuresAsync());
        Expect.Equal(0L, await CountAsync(Out));
        Expect.Equal(1L, await CountAsync(In));
        Expect.True((await reader.CommitAsync(new UnitOfWork { Number = 2, Settled = received }, default)).IsStored);
        Expect.Equal(0L, await CountAsync(In));
    }

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
            Expect.False(committing.IsCompleted);
            await end.CancelAsync();
            await Expect.ThrowsAnyAsync<OperationCanceledException>(() => committing.WaitAsync(Patience));
        }

        Expect.Equal(4L, await CountAsync(Out));
        if (Has(BrokerTraits.AtomicCommit))
        {
            Expect.False(space.Contains("key"u8));
            Expect.Equal(0L, await CountAsync(Other));
        }

        await using IQueueReader second = await _broker.OpenReaderAsync(In, 0, 2, default);
        Delivery again = Expect.Single(await second.ReceiveAsync(1, long.MaxValue, default));
        Expect.Equal("a", again.Message!["extra.text"].ToString());
        Expect.Equal(2, again.Attempt);
    }

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
        Expect.Same(["x"], Texts(await next.ReceiveAsync(1, long.MaxValue, default)));
    }

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

        Expect.Same([512L, 0L], again.Select(static delivery => delivery.Checkpoint));
    }

    public async Task A_commit_that_is_tried_again_is_stored_once()
    {
        await WriteAsync(In, "a");
        await using IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);
        var work = new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")], Settled = received };
        Expect.True((await reader.CommitAsync(work, default)).IsStored);

        Expect.True((await reader.CommitAsync(work, default)).IsStored);

        Expect.Equal(1L, await CountAsync(Out));
        Expect.Equal(0L, await CountAsync(In));
    }

    public async Task A_writer_that_tries_again_stores_once()
    {
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        var work = new UnitOfWork { Number = 1, Outputs = [Batch(Out, "x")] };
        Expect.True((await writer.CommitAsync(work, default)).IsStored);

        Expect.True((await writer.CommitAsync(work, default)).IsStored);

        Expect.Equal(1L, await CountAsync(Out));
        Expect.True((await writer.CommitAsync(new UnitOfWork { Number = 2, Outputs = [Batch(Out, "y")] }, default)).IsStored);
        Expect.Equal(2L, await CountAsync(Out));
    }
}
