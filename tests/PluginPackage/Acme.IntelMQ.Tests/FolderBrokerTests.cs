using Acme.IntelMQ.Queues;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace Acme.IntelMQ.Tests;

public sealed class FolderBrokerTests : IDisposable
{
    private static readonly QueueName Queue = new("in-queue");

    private readonly string _folder = Directory.CreateTempSubdirectory("acme-queues").FullName;

    // #region conformance
    public static TheoryData<string> BrokerCases => [.. BrokerConformance.Cases.Select(static one => one.Name)];

    public static TheoryData<string> StoreCases => [.. BrokerConformance.StoreCases.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(BrokerCases))]
    public Task The_broker_fulfils(string name)
        => BrokerConformance.Cases.Single(one => one.Name == name).RunAsync(async token => await OpenAsync(token));

    [Theory]
    [MemberData(nameof(StoreCases))]
    public Task Its_state_and_failures_fulfil(string name)
        => BrokerConformance.StoreCases.Single(one => one.Name == name).RunAsync(async token => await OpenAsync(token));
    // #endregion

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_stored_and_not_settled_comes_again_in_its_order_when_the_folder_is_opened_again()
    {
        await using (FolderBroker first = await OpenAsync(default))
        {
            await WriteAsync(first, "a", "b", "c");
            IQueueReader reader = await first.OpenReaderAsync(Queue, 0, 1, default);
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(2, long.MaxValue, default);
            await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [received[0]], Progress = new Checkpoint(received[1].Tag, 7) }, default);
        }

        await using FolderBroker second = await OpenAsync(default);
        await second.DeclareAsync(new QueueDeclaration(Queue, 10, 1), default);
        await using IQueueReader again = await second.OpenReaderAsync(Queue, 0, 1, default);
        IReadOnlyList<Delivery> rest = await again.ReceiveAsync(10, long.MaxValue, default);

        Assert.Equal([("b", 2, 7L), ("c", 1, 0L)], rest.Select(static one => (one.Message!["extra.text"].ToString(), one.Attempt, one.Checkpoint)));
    }

    [Fact]
    public async Task Half_a_record_at_the_end_of_a_file_is_cut_off()
    {
        await using (FolderBroker first = await OpenAsync(default))
        {
            await WriteAsync(first, "a");
            await WriteAsync(first, "b");
        }

        string file = Path.Combine(_folder, "in-queue.queue");
        using (FileStream stream = File.OpenWrite(file))
            stream.SetLength(stream.Length - 3);
        await using FolderBroker second = await OpenAsync(default);

        Assert.Equal(1, (await second.GetStatusAsync(Queue, default)).Waiting);
    }

    [Fact]
    public async Task A_file_that_was_mostly_settled_is_written_anew()
    {
        string text = new('x', 100_000);
        await using (FolderBroker first = await OpenAsync(default))
        {
            for (int i = 0; i < 60; i++)
                await WriteAsync(first, $"{i}{text}");
            await using IQueueReader reader = await first.OpenReaderAsync(Queue, 0, 1, default);
            await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = await reader.ReceiveAsync(58, long.MaxValue, default) }, default);
            Assert.InRange(new FileInfo(Path.Combine(_folder, "in-queue.queue")).Length, 200_000, 300_000);
            Assert.StartsWith("58", Assert.Single(await reader.ReceiveAsync(1, long.MaxValue, default)).Message!["extra.text"].ToString(), StringComparison.Ordinal);
        }

        await using FolderBroker second = await OpenAsync(default);
        Assert.Equal(["58", "59"], (await second.PeekAsync(Queue, 10, default)).Select(static one => one.Message!["extra.text"].ToString()[..2]));
    }

    [Fact]
    public async Task A_folder_has_one_user()
    {
        await using FolderBroker first = await OpenAsync(default);

        await Assert.ThrowsAsync<IOException>(() => OpenAsync(default));
    }

    private Task<FolderBroker> OpenAsync(CancellationToken cancellationToken)
        => FolderBroker.OpenAsync(new FolderBrokerOptions { Folder = _folder }, cancellationToken);

    private static async Task WriteAsync(FolderBroker broker, params string[] texts)
    {
        await broker.DeclareAsync(new QueueDeclaration(Queue, null, 1), default);
        var batch = new OutgoingBatch(Queue);
        foreach (string text in texts)
        {
            var message = new Event();
            message.Set("extra.text", text).ThrowIfRefused();
            batch.Messages.Add(new Outgoing(message));
        }

        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, default);
    }
}
