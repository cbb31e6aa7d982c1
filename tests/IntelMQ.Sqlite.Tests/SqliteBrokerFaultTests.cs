using IntelMQ.Messages;
using IntelMQ.Pipelines;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Tests;

public sealed class SqliteBrokerFaultTests : IDisposable
{
    private static readonly QueueName In = new("in-queue");

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-sqlite").FullName;

    private string File => Path.Combine(_folder, "queues.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_second_user_of_the_file_is_refused_and_told_why()
    {
        await using var first = new SqliteBroker(new SqliteBrokerOptions { Path = File });

        IOException refused = Assert.Throws<IOException>(() => new SqliteBroker(new SqliteBrokerOptions { Path = File }));

        Assert.Contains("another process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        System.IO.File.WriteAllText(File, "These are no queues, but a text that is long enough to look like a file of its own kind." + new string('x', 200));

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => new SqliteBroker(new SqliteBrokerOptions { Path = File }));

        Assert.Contains("no SQLite database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_something_else_is_refused_and_stays_as_it_is()
    {
        Execute("CREATE TABLE other (id INTEGER)");

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => new SqliteBroker(new SqliteBrokerOptions { Path = File }));

        Assert.Contains("something else", refused.Message, StringComparison.Ordinal);
        Execute("INSERT INTO other VALUES (1)");
    }

    [Fact]
    public async Task A_file_of_a_newer_release_is_refused()
    {
        await new SqliteBroker(new SqliteBrokerOptions { Path = File }).DisposeAsync();
        Execute("PRAGMA user_version=99");

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => new SqliteBroker(new SqliteBrokerOptions { Path = File }));

        Assert.Contains("newer release", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_fails_the_commit_and_nothing_else_and_what_is_settled_makes_room()
    {
        await using var broker = new SqliteBroker(new SqliteBrokerOptions { Path = File, MaxBytes = 4 << 20 });
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await using IQueueWriter writer = await broker.OpenWriterAsync(default);
        int stored = 0;
        IOException full = await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; stored < 100; stored++)
                await writer.CommitAsync(new UnitOfWork { Number = stored + 1, Outputs = [Batch(new string('x', 100_000))] }, default);
        });
        Assert.Contains("full", full.Message, StringComparison.Ordinal);
        Assert.InRange(stored, 10, 99);
        Assert.Equal(stored, (await broker.GetStatusAsync(In, default)).Count);

        await using IQueueReader reader = await broker.OpenReaderAsync(In, 0, 1, default);
        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(stored, long.MaxValue, default);
        Assert.Equal(stored, received.Count);
        await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = received }, default);
        await writer.CommitAsync(new UnitOfWork { Number = stored + 1, Outputs = [Batch("there is room again")] }, default);

        Assert.Equal(1, (await broker.GetStatusAsync(In, default)).Count);
    }

    [Fact]
    public async Task A_payload_that_is_no_message_is_a_failure_and_the_rest_goes_on()
    {
        await using (var broker = new SqliteBroker(new SqliteBrokerOptions { Path = File }))
        {
            await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
            await using IQueueWriter writer = await broker.OpenWriterAsync(default);
            await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch("a"), Batch("b")] }, default);
        }

        Execute("UPDATE message SET payload = X'FF00' WHERE id = (SELECT MIN(id) FROM message)");
        await using var next = new SqliteBroker(new SqliteBrokerOptions { Path = File });
        await next.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        await using IQueueReader reader = await next.OpenReaderAsync(In, 0, 1, default);

        IReadOnlyList<Delivery> received = await reader.ReceiveAsync(10, long.MaxValue, default);

        Assert.NotNull(received[0].Unreadable);
        Assert.Equal("b", received[1].Message!["extra.text"].ToString());
    }

    [Fact]
    public async Task Who_asks_after_the_end_is_told_so()
    {
        var broker = new SqliteBroker(new SqliteBrokerOptions { Path = File });
        await broker.DeclareAsync(new QueueDeclaration(In, null, 1), default);
        IQueueWriter writer = await broker.OpenWriterAsync(default);
        await broker.DisposeAsync();
        await broker.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [Batch("a")] }, default).AsTask());
    }

    private static OutgoingBatch Batch(string text)
    {
        var message = new Event();
        message.Set("extra.text", text).ThrowIfRefused();
        var batch = new OutgoingBatch(In);
        batch.Messages.Add(new Outgoing(message));
        return batch;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this class's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
