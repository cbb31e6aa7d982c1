using System.Collections.Concurrent;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Queues;

/// <summary>The queues of a file: those that are declared, and those that are only there.</summary>
internal sealed class SqliteQueues
{
    // What a reader may have had in work when the process was killed.
    private const int SuspectsPerQueue = 256;

    private readonly SqliteStatements _statements;
    private readonly SqliteConnection _reading;
    private readonly ConcurrentDictionary<QueueName, SqliteQueue> _declared = new();

    public SqliteQueues(SqliteStatements statements, SqliteConnection reading)
    {
        _statements = statements;
        _reading = reading;
    }

    /// <summary>How often messages were in work when the process was killed, by their number.</summary>
    public ConcurrentDictionary<long, int> Attempts { get; } = new();

    public SqliteQueue Find(QueueName name)
        => _declared.TryGetValue(name, out SqliteQueue? queue) ? queue : throw new InvalidOperationException($"The queue {name} was not declared.");

    public IReadOnlyList<QueueName> Names()
    {
        lock (_reading)
        {
            using SqliteCommand command = _reading.CreateCommand();
            command.CommandText = "SELECT name FROM queue ORDER BY name";
            using SqliteDataReader reader = command.ExecuteReader();
            var names = new List<QueueName>();
            while (reader.Read())
                names.Add(new QueueName(reader.GetString(0)));
            return names;
        }
    }

    /// <summary>Called by one caller at a time.</summary>
    public async ValueTask DeclareAsync(QueueDeclaration declaration, SqliteWriter writer, CancellationToken cancellationToken)
    {
        if (_declared.TryGetValue(declaration.Name, out SqliteQueue? known))
        {
            await RedeclareAsync(known, declaration, writer, cancellationToken).ConfigureAwait(false);
            return;
        }

        (long number, long parts, long waiting) = Read(declaration.Name);
        if (number == 0)
        {
            await writer.StoreAsync(
                new SqliteRequest { Other = statements => statements.Run("INSERT INTO queue (name, parts, waiting) VALUES ($a, $b, 0)", declaration.Name.Value, (long)declaration.Partitions) },
                cancellationToken).ConfigureAwait(false);
            (number, parts, waiting) = Read(declaration.Name);
        }

        if (parts != declaration.Partitions && waiting > 0)
            throw Refused(declaration);
        var queue = new SqliteQueue(number, declaration, waiting);
        foreach (SqlitePart part in queue.Parts)
            part.Newest = part.Committed = NewestOf(part);
        if (parts != declaration.Partitions)
            await StorePartsAsync(queue, declaration, writer, cancellationToken).ConfigureAwait(false);
        _declared.TryAdd(declaration.Name, queue);
    }

    public void CompleteAll()
    {
        foreach (SqliteQueue queue in _declared.Values)
        {
            queue.IsCompleted = true;
            queue.Pulse();
        }
    }

    /// <summary>After a kill: what stands first in a queue may have been in work, and may be what killed the process.</summary>
    public void CountAttempts()
    {
        _statements.Begin();
        foreach ((long number, long parts) in All())
        {
            for (int i = 0; i < parts; i++)
            {
                var part = new SqliteQueue(number, new QueueDeclaration(new QueueName(""), null, (int)parts), 0).Parts[i];
                _statements.Run(
                    """
                    INSERT INTO attempt (id, count) SELECT id, 1 FROM message WHERE id BETWEEN $a AND $b ORDER BY id LIMIT $c
                    ON CONFLICT (id) DO UPDATE SET count = count + 1
                    """,
                    part.First,
                    part.Last,
                    (long)SuspectsPerQueue);
            }
        }

        _statements.Commit();
    }

    public HashSet<long> LoadProgress() => [.. Pairs("SELECT id, position FROM progress").Select(static pair => pair.Id)];

    public HashSet<long> LoadAttempts()
    {
        foreach ((long id, long count) in Pairs("SELECT id, count FROM attempt"))
            Attempts[id] = (int)Math.Min(count, int.MaxValue - 1);
        return [.. Attempts.Keys];
    }

    private static async ValueTask RedeclareAsync(SqliteQueue queue, QueueDeclaration declaration, SqliteWriter writer, CancellationToken cancellationToken)
    {
        if (queue.Parts.Length != declaration.Partitions)
        {
            if (queue.Count > 0)
                throw Refused(declaration);
            queue.Repartition(declaration.Partitions);
            await StorePartsAsync(queue, declaration, writer, cancellationToken).ConfigureAwait(false);
        }

        queue.Capacity = declaration.Capacity;
        queue.IsCompleted = false;
    }

    private static async ValueTask StorePartsAsync(SqliteQueue queue, QueueDeclaration declaration, SqliteWriter writer, CancellationToken cancellationToken)
        => await writer.StoreAsync(
            new SqliteRequest { Other = statements => statements.Run("UPDATE queue SET parts = $a WHERE number = $b", (long)declaration.Partitions, queue.Number) },
            cancellationToken).ConfigureAwait(false);

    private static InvalidOperationException Refused(QueueDeclaration declaration)
        => new($"The queue {declaration.Name} holds messages, so the number of its parts cannot change.");

    private (long Number, long Parts, long Waiting) Read(QueueName name)
    {
        lock (_reading)
        {
            using SqliteCommand command = _reading.CreateCommand();
            command.CommandText = "SELECT number, parts, waiting FROM queue WHERE name = $a";
            command.Parameters.AddWithValue("$a", name.Value);
            using SqliteDataReader reader = command.ExecuteReader();
            return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : default;
        }
    }

    private long NewestOf(SqlitePart part)
    {
        lock (_reading)
        {
            using SqliteCommand command = _reading.CreateCommand();
            command.CommandText = "SELECT MAX(id) FROM message WHERE id BETWEEN $a AND $b";
            command.Parameters.AddWithValue("$a", part.First);
            command.Parameters.AddWithValue("$b", part.Last);
            return command.ExecuteScalar() is long newest ? newest : part.First;
        }
    }

    private List<(long Number, long Parts)> All() => Pairs("SELECT number, parts FROM queue");

    private List<(long Id, long Value)> Pairs(string sql)
    {
        lock (_reading)
        {
            using SqliteCommand command = _reading.CreateCommand();
#pragma warning disable CA2100 // All texts are this package's own.
            command.CommandText = sql;
#pragma warning restore CA2100
            using SqliteDataReader reader = command.ExecuteReader();
            var pairs = new List<(long, long)>();
            while (reader.Read())
                pairs.Add((reader.GetInt64(0), reader.GetInt64(1)));
            return pairs;
        }
    }
}
