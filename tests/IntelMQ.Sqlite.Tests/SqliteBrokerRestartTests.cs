using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;

namespace IntelMQ.Sqlite.Tests;

// What a file holds for the next process.
#pragma warning disable CA1001 // Let go of in DisposeAsync.
public sealed class SqliteBrokerRestartTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly QueueName In = new("in-queue");
    private static readonly QueueName Out = new("out-queue");
    private static readonly StateSpaceDeclaration Keys = new("bot/keys", StateSpaceKind.Keys);
    private static readonly StateSpaceDeclaration Values = new("bot/values", StateSpaceKind.Values);

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;
    private SqliteBroker _broker = null!;

    private string File => Path.Combine(_folder, "queues.db");

    public async Task InitializeAsync() => _broker = await OpenAsync();

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Messages_checkpoints_and_failures_are_there_after_a_restart()
    {
        await WriteAsync(In, "a", "b", "c");
        await using (IQueueReader reader = await _broker.OpenReaderAsync(In, 0, 1, default))
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(2, long.MaxValue, default);
            await reader.CommitAsync(
                new UnitOfWork
                {
                    Settled = [received[0]],
                    Progress = new Checkpoint(received[1].Tag, 512),
                    Failures = [new Failure(Text("bad"), "source.ip is not an IP address.") { BotId = "my-parser", LineNumber = 7 }],
                },
                default);
        }

        await RestartAsync();

        await using IQueueReader next = await _broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> again = await next.ReceiveAsync(10, long.MaxValue, default);
        Assert.Equal(["b", "c"], again.Select(static delivery => delivery.Message!["extra.text"].ToString()));
        Assert.Equal([512, 0], again.Select(static delivery => delivery.Checkpoint));
        Assert.All(again, static delivery => Assert.Equal(1, delivery.Attempt));
        List<StoredFailure> failures = await FailuresAsync();
        Failure failure = Assert.Single(failures).Failure;
        Assert.Equal(("my-parser", 7L, "source.ip is not an IP address."), (failure.BotId, failure.LineNumber, failure.Reason));
        await _broker.Failures.RemoveAsync([failures[0].Id], default);
        Assert.Empty(await FailuresAsync());
    }

    [Fact]
    public async Task Keys_and_values_are_there_after_a_restart_and_what_has_expired_is_not()
    {
        await _broker.State.OpenAsync(Keys, default);
        await _broker.State.OpenAsync(Values, default);
        DateTimeOffset soon = TimeProvider.System.GetUtcNow().AddHours(1);
        DateTimeOffset past = TimeProvider.System.GetUtcNow().AddSeconds(-5);
        byte[] hash = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
        await _broker.State.ApplyAsync(
            [
                new StateChange(Keys.Name, "for ever"u8.ToArray()),
                new StateChange(Keys.Name, "for an hour"u8.ToArray()) { Expires = soon },
                new StateChange(Keys.Name, "over"u8.ToArray()) { Expires = past },
                new StateChange(Keys.Name, hash),
                new StateChange(Values.Name, "kept"u8.ToArray()) { Value = "1"u8.ToArray(), Expires = soon },
                new StateChange(Values.Name, "gone"u8.ToArray()) { Value = "2"u8.ToArray() },
            ],
            default);
        await _broker.State.ApplyAsync([new StateChange(Values.Name, "gone"u8.ToArray()) { IsRemoval = true }], default);

        await RestartAsync();

        IStateSpace keys = await _broker.State.OpenAsync(Keys, default);
        IStateSpace values = await _broker.State.OpenAsync(Values, default);
        Assert.True(keys.Contains("for ever"u8));
        Assert.True(keys.Contains("for an hour"u8));
        Assert.False(keys.Contains("over"u8));
        Assert.True(keys.Contains(hash));
        Assert.Equal("1"u8, Assert.Single(values.ReadAll()).Value.Span);
    }

    [Fact]
    public async Task Two_commits_that_race_for_one_key_are_not_both_stored()
    {
        await _broker.State.OpenAsync(Keys, default);
        CommitOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            _broker.State.ApplyAsync([new StateChange(Keys.Name, new byte[] { (byte)(i % 4) }) { Condition = StateCondition.Absent }], default).AsTask()));

        Assert.Equal(4, outcomes.Count(static outcome => outcome.IsStored));
    }

    [Fact]
    public async Task What_stood_first_when_the_process_was_killed_has_one_attempt_more()
    {
        await WriteAsync(In, "a");
        CopyAsIfKilled();

        await using var killed = new SqliteBroker(new SqliteBrokerOptions { Path = File + ".killed" });
        await killed.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await using IQueueReader reader = await killed.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, default);

        Assert.Equal(2, Assert.Single(received).Attempt);
        await reader.CommitAsync(new UnitOfWork { Settled = received }, default);
        Assert.Equal(0, (await killed.GetStatusAsync(In, default)).Count);
    }

    [Fact]
    public async Task A_queue_that_holds_messages_keeps_its_parts_and_one_that_is_empty_may_get_others()
    {
        await WriteAsync(In, "a");
        await RestartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _broker.DeclareAsync(new QueueDeclaration(In, null, 64), default).AsTask());
        Assert.Equal(1, await _broker.ClearAsync(In, default));
        await _broker.DeclareAsync(new QueueDeclaration(In, null, 64), default);
        await WriteAsync(In, "b");

        Assert.Equal(1, (await _broker.GetStatusAsync(In, default)).Count);
    }

    [Fact]
    public async Task Queues_of_bots_that_are_gone_are_listed()
    {
        await _broker.DisposeAsync();
        _broker = new SqliteBroker(new SqliteBrokerOptions { Path = File });

        Assert.Equal([In, Out], await _broker.ListQueuesAsync(default));
    }

    private static Event Text(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        return message;
    }

    private async Task WriteAsync(QueueName queue, params string[] texts)
    {
        var batch = new OutgoingBatch(queue);
        foreach (string text in texts)
            batch.Messages.Add(new Outgoing(Text(text)));
        await using IQueueWriter writer = await _broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
    }

    private async Task<List<StoredFailure>> FailuresAsync()
    {
        var failures = new List<StoredFailure>();
        await foreach (StoredFailure failure in _broker.Failures.ReadAsync(default))
            failures.Add(failure);
        return failures;
    }

    private async Task<SqliteBroker> OpenAsync()
    {
        var broker = new SqliteBroker(new SqliteBrokerOptions { Path = File });
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await broker.DeclareAsync(new QueueDeclaration(Out, null, 1), default);
        return broker;
    }

    private async Task RestartAsync()
    {
        await _broker.DisposeAsync();
        _broker = await OpenAsync();
    }

    // The file and its log as they are on the disk at this moment are what a killed process leaves.
    private void CopyAsIfKilled()
    {
        System.IO.File.Copy(File, File + ".killed");
        System.IO.File.Copy(File + "-wal", File + ".killed-wal");
    }
}
