using System.Runtime.CompilerServices;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Text;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Storage;

/// <summary>Failures in the broker's file.</summary>
internal sealed class SqliteFailureStore(SqliteBroker broker) : IFailureStore
{
    private const int PageSize = 256;

    public async ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count == 0)
            return;
        var request = new SqliteRequest();
        Encode(failures, broker.Time, request);
        await broker.Writer.StoreAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<StoredFailure> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using SqliteConnection connection = broker.Connect();
        var messages = new MessageReader(broker.Schema);
        long last = 0;
        long end = LastOf(connection);
        while (last < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A page at a time: no cursor stays open while the caller works, which would keep the log from being put away.
            foreach ((long id, byte[] line) in ReadPage(connection, last, end))
            {
                last = id;
                if (FailureFormat.TryRead(line, messages, out StoredFailure? stored, out _))
                    yield return new StoredFailure(id, stored.Time, stored.Failure);
            }

            await Task.Yield();
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        long[] removed = [.. ids];
        if (removed.Length == 0)
            return;
        await broker.Writer.StoreAsync(
            new SqliteRequest
            {
                Other = statements =>
                {
                    foreach (long id in removed)
                        statements.Run("DELETE FROM failure WHERE id = $a", id);
                },
            },
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static void Encode(IReadOnlyList<Failure> failures, TimeProvider time, SqliteRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        var line = new Utf8Buffer();
        foreach (Failure failure in failures)
        {
            line.Clear();
            // The row's number is the store's; the line has one since its form wants one.
            FailureFormat.Write(1, now, failure, line);
            byte[] bytes = line.ToArray();
            request.Failures.Add(bytes);
            request.Size += bytes.Length;
        }
    }

    private static long LastOf(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COALESCE(MAX(id), 0) FROM failure";
        return (long)command.ExecuteScalar()!;
    }

    private static List<(long Id, byte[] Line)> ReadPage(SqliteConnection connection, long after, long end)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id, line FROM failure WHERE id > $a AND id <= $b ORDER BY id LIMIT $c";
        command.Parameters.AddWithValue("$a", after);
        command.Parameters.AddWithValue("$b", end);
        command.Parameters.AddWithValue("$c", PageSize);
        using SqliteDataReader reader = command.ExecuteReader();
        var page = new List<(long, byte[])>();
        while (reader.Read())
            page.Add((reader.GetInt64(0), (byte[])reader[1]));
        if (page.Count == 0)
            page.Add((end, []));
        return page;
    }
}
