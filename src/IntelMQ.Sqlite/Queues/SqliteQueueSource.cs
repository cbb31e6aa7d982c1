using System.Collections.Concurrent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Queues;

/// <summary>Takes messages out of a queue's ranges, over one connection; used by one thread at a time.</summary>
internal sealed class SqliteQueueSource(SqliteQueue queue, SqliteConnection connection, Schema schema, ConcurrentDictionary<long, int> attempts) : IDisposable
{
    private const int MaxNumbers = 4096;

    private readonly MessageReader _messages = new(schema);
    private SqliteStatement? _select;

    public void Dispose() => _select?.Dispose();

    /// <summary>Receives messages of one part; called under the queue's lock.</summary>
    public void Take(SqlitePart part, int max, long maxBytes, List<Delivery> into)
    {
        long bytes = 0;
        int end = into.Count + max;
        while (part.Returned.Count > 0 && into.Count < end && bytes < maxBytes)
        {
            (long id, int attempt) = part.Returned.First();
            part.Returned.Remove(id);
            Read(id - 1, id, 1, attempt, long.MaxValue, ref bytes, into);
            part.InWork++;
        }

        if (part.Cursor >= part.Committed || into.Count >= end || bytes >= maxBytes)
            return;
        int before = into.Count;
        Read(part.Cursor, part.Committed, end - into.Count, 1, maxBytes, ref bytes, into);
        if (into.Count > before)
            part.Cursor = into[^1].Tag;
        else
            part.Cursor = part.Committed;
        part.InWork += into.Count - before;
    }

    /// <summary>The oldest messages that wait; they stay.</summary>
    public IReadOnlyList<Delivery> Peek(int max)
    {
        var found = new List<Delivery>();
        long bytes = 0;
        lock (queue.Gate)
        {
            foreach (SqlitePart part in queue.Parts)
            {
                foreach ((long id, int attempt) in part.Returned.Take(max))
                    Read(id - 1, id, 1, attempt, long.MaxValue, ref bytes, found);
                Read(part.Cursor, part.Committed, max, 1, long.MaxValue, ref bytes, found);
            }
        }

        return found.Count > max ? found.GetRange(0, max) : found;
    }

    /// <summary>Takes the numbers of messages that wait, so that no reader gets them.</summary>
    public List<long> TakeNumbers()
    {
        var ids = new List<long>();
        lock (queue.Gate)
        {
            foreach (SqlitePart part in queue.Parts)
            {
                int before = ids.Count;
                ids.AddRange(part.Returned.Keys);
                part.Returned.Clear();
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = "SELECT id FROM message WHERE id > $a AND id <= $b ORDER BY id LIMIT $c";
                command.Parameters.AddWithValue("$a", part.Cursor);
                command.Parameters.AddWithValue("$b", part.Committed);
                command.Parameters.AddWithValue("$c", MaxNumbers);
                using SqliteDataReader reader = command.ExecuteReader();
                while (reader.Read())
                {
                    ids.Add(reader.GetInt64(0));
                    part.Cursor = ids[^1];
                }

                part.InWork += ids.Count - before;
            }
        }

        return ids;
    }

    /// <summary>Says that messages that were taken are gone.</summary>
    public void Settled(IReadOnlyList<long> ids)
    {
        lock (queue.Gate)
        {
            foreach (long id in ids)
            {
                queue.PartOfMessage(id).InWork--;
                attempts.TryRemove(id, out _);
            }
        }
    }

    /// <summary>Since when the oldest message waits; called under the queue's lock.</summary>
    public DateTimeOffset? OldestSince()
    {
        DateTimeOffset? oldest = null;
        foreach (SqlitePart part in queue.Parts.Where(static part => part.HasNews))
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT envelope FROM message WHERE id >= $a AND id <= $b ORDER BY id LIMIT 1";
            command.Parameters.AddWithValue("$a", part.Returned.Count > 0 ? part.Returned.First().Key : part.Cursor + 1);
            command.Parameters.AddWithValue("$b", part.Committed);
            if (command.ExecuteScalar() is byte[] envelope && EnvelopeFormat.TryRead(envelope, out _, out DateTimeOffset time) && (oldest is null || time < oldest))
                oldest = time;
        }

        return oldest;
    }

    // Messages with a number above the first and up to the last one.
    private void Read(long after, long last, int max, int attempt, long maxBytes, ref long bytes, List<Delivery> into)
    {
        _select ??= new SqliteStatement(connection, "SELECT m.id, m.payload, m.envelope, p.position FROM message m LEFT JOIN progress p ON p.id = m.id WHERE m.id > ?1 AND m.id <= ?2 ORDER BY m.id");
        _select.Bind(1, after);
        _select.Bind(2, last);
        try
        {
            for (int left = max; left > 0 && bytes < maxBytes && _select.Step(); left--)
            {
                ReadOnlySpan<byte> payload = _select.Bytes(1);
                bytes += payload.Length;
                into.Add(Delivery(_select.Number(0), payload, attempt));
            }
        }
        finally
        {
            // An open reading keeps the write-ahead log from being taken into the file.
            _select.Reset();
        }
    }

    private Delivery Delivery(long id, ReadOnlySpan<byte> payload, int attempt)
    {
        Delivery delivery = _messages.TryRead(payload, out Message? message, out MessageError? error)
            ? new Delivery(message, id)
            : new Delivery(new Failure(new Report(payload.ToArray(), schema), $"The message in the queue cannot be read: {error}."), id);
        EnvelopeFormat.TryRead(_select!.Bytes(2), out Envelope envelope, out _);
        return delivery with
        {
            Envelope = envelope,
            Attempt = attempt + attempts.GetValueOrDefault(id),
            Checkpoint = message is null || _select.IsNull(3) ? 0 : _select.Number(3),
        };
    }
}
