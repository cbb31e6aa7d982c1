using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Redis.Tests;

// Several processes on one queue.
public sealed class StreamHostTests : StreamTest
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [RedisFact]
    public async Task Two_processes_divide_the_parts_and_each_part_stays_in_order()
    {
        RedisStreamBroker first = await OpenAsync(8), second = await OpenAsync(8);
        await using IQueueReader one = await first.OpenReaderAsync(In, 0, 1, default);
        await using IQueueReader two = await second.OpenReaderAsync(In, 0, 1, default);
        using var end = new CancellationTokenSource();
        var came = new List<string>[] { [], [] };
        Task[] reading = [ReadAsync(one, came[0], end.Token), ReadAsync(two, came[1], end.Token)];
        // The first has taken all parts before the second came, and gives up half of them.
        for (int i = 0; i < 60; i++)
        {
            await WriteAsync(first, In, [.. Enumerable.Range(0, 8).Select(part => $"{part}:{i:d3}")]);
            await Task.Delay(5);
        }

        for (int wait = 0; wait < 600 && came.Sum(static list => list.Count) < 480; wait++)
            await Task.Delay(50);
        await end.CancelAsync();
        await Task.WhenAll(reading);

        Assert.Equal(480, came.Sum(static list => list.Count));
        Assert.Equal(480, came.SelectMany(static list => list).Distinct().Count());
        Assert.All(came, static list => Assert.True(list.Count > 60, $"One process has had {list.Count} of 480."));
        foreach (List<string> list in came)
            Assert.All(list.GroupBy(static text => text[0]), static part => Assert.Equal(part.Order(StringComparer.Ordinal), part));
    }

    [RedisFact]
    public async Task What_a_process_held_that_was_killed_goes_to_another_when_its_lease_has_ended()
    {
        RedisStreamBroker killed = await OpenAsync(lease: Short), other = await OpenAsync(lease: Short);
        await WriteAsync(killed, In, "a", "b", "c");
        IQueueReader reader = await killed.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader, 2);
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [held[0]], Progress = new Checkpoint(held[1].Tag, 64), Outputs = [Batch(Out, "x")] }, default);
        await KillAsync(killed);

        await using IQueueReader next = await other.OpenReaderAsync(In, 0, 1, default);
        Delivery[] taken = await TakeAsync(next);

        Assert.Equal(["b", "c"], Texts(taken));
        Assert.Equal([64, 0], taken.Select(static delivery => delivery.Checkpoint));
        Assert.Equal([2, 1], taken.Select(static delivery => delivery.Attempt));
        Assert.Equal(1, (await other.GetStatusAsync(Out, default)).Count);
    }

    [RedisFact]
    public async Task Nobody_takes_a_part_while_its_lease_lives_however_long_the_work_takes()
    {
        // Long enough for a busy machine to renew it in time.
        var lease = TimeSpan.FromSeconds(2);
        RedisStreamBroker slow = await OpenAsync(lease: lease), other = await OpenAsync(lease: lease);
        await WriteAsync(slow, In, "a");
        await using IQueueReader reader = await slow.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader);
        await using IQueueReader next = await other.OpenReaderAsync(In, 0, 1, default);
        using var end = new CancellationTokenSource(2 * lease);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.ReceiveAsync(1, long.MaxValue, end.Token).AsTask());

        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = held }, default)).IsStored);
    }

    [RedisFact]
    public async Task A_process_that_was_taken_for_dead_stores_nothing_and_what_it_held_is_done_once()
    {
        RedisStreamBroker slow = await OpenAsync(), other = await OpenAsync();
        await WriteAsync(slow, In, "a", "b");
        await using IQueueReader reader = await slow.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader);
        Lease("DEL", ":0");
        await using IQueueReader next = await other.OpenReaderAsync(In, 0, 1, default);
        Delivery[] taken = await TakeAsync(next);

        CommitOutcome late = await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = held, Outputs = [Batch(Out, "late")] }, default);
        CommitOutcome rightful = await next.CommitAsync(new UnitOfWork { Number = 1, Settled = taken, Outputs = [Batch(Out, "x")] }, default);

        Assert.True(late.IsLost);
        Assert.True(rightful.IsStored);
        Assert.Equal(["x"], Texts(await other.PeekAsync(Out, 10, default)));
        Assert.Equal(0, (await other.GetStatusAsync(In, default)).Count);
    }

    [RedisFact]
    public async Task A_process_whose_lease_has_ended_goes_on_where_nobody_has_taken_over()
    {
        RedisStreamBroker slow = await OpenAsync();
        await WriteAsync(slow, In, "a", "b");
        await using IQueueReader reader = await slow.OpenReaderAsync(In, 0, 1, default);
        Delivery[] held = await TakeAsync(reader, 1);
        Lease("DEL", ":0");

        Assert.True((await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = held }, default)).IsStored);
        Assert.Equal(["b"], Texts(await TakeAsync(reader)));
    }

    [RedisFact]
    public async Task A_process_that_ends_as_it_should_hands_over_at_once()
    {
        RedisStreamBroker ending = await OpenAsync(4), other = await OpenAsync(4);
        await WriteAsync(ending, In, "0:a", "1:b", "2:c", "3:d");
        IQueueReader reader = await ending.OpenReaderAsync(In, 0, 1, default);
        Assert.Equal(4, (await TakeAsync(reader)).Length);
        await reader.DisposeAsync();
        await ending.DisposeAsync();

        await using IQueueReader next = await other.OpenReaderAsync(In, 0, 1, default);

        Assert.Equal(["0:a", "1:b", "2:c", "3:d"], Texts(await TakeAsync(next)).Order(StringComparer.Ordinal));
    }

    [RedisFact]
    public async Task Instances_that_are_divided_otherwise_elsewhere_leave_no_part_unread()
    {
        RedisStreamBroker first = await OpenAsync(4, Short), second = await OpenAsync(4, Short);
        await using IQueueReader a = await first.OpenReaderAsync(In, 0, 2, default);
        await using IQueueReader b = await first.OpenReaderAsync(In, 1, 2, default);
        await using IQueueReader c = await second.OpenReaderAsync(In, 0, 1, default);
        using var end = new CancellationTokenSource();
        List<string> came = [];
        Task[] reading = [.. ((IQueueReader[])[a, b, c]).Select(reader => ReadAsync(reader, came, end.Token))];
        for (int i = 0; i < 30; i++)
        {
            await WriteAsync(first, In, [.. Enumerable.Range(0, 4).Select(part => $"{part}:{i:d3}")]);
            await Task.Delay(20);
        }

        for (int wait = 0; wait < 600 && Count() < 120; wait++)
            await Task.Delay(50);
        await end.CancelAsync();
        await Task.WhenAll(reading);

        Assert.Equal(120, came.Distinct().Count());
        Assert.Equal(120, came.Count);

        int Count()
        {
            lock (came)
                return came.Count;
        }
    }

    private static async Task ReadAsync(IQueueReader reader, List<string> came, CancellationToken end)
    {
        for (long number = 1; ; number++)
        {
            try
            {
                Delivery[] batch = [.. await reader.ReceiveAsync(7, long.MaxValue, end)];
                if (!(await reader.CommitAsync(new UnitOfWork { Number = number, Settled = batch }, default)).IsStored)
                    continue;
                lock (came)
                    came.AddRange(Texts(batch));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
