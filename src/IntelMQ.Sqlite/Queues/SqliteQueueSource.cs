using System.Collections.Concurrent;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using Microsoft.Data.Sqlite;

namespace IntelMQ.Sqlite.Queues;

/// <summary>Takes messages out of a queue's ranges, over one connection; used by one thread at a time.</summary>
internal sealed class SqliteQueueSource(SqliteQueue queue, SqliteConnection connection, Schema schema, ConcurrentDictionary<long, int> attempts)
{
    private const int MaxNumbers = 4096;

    private readonly MessageReader _messages = new(schema);

    /// <summary>Receives messages of one part; called under the queue's lock.</summary>
    public void Take(SqlitePart part, int max, long maxBytes, List<Delivery> into)
    {
        long bytes = 0;
        int end = into.Count + max;
        while (part.Returned.Count > 0 && into.Count < end && bytes < maxBytes)
        {
            (long id, int attempt) = part.Returned.First();
            part.Returned.Remove(id);
            Read("m.id = $a AND $b > 0", id, 1, 1, attempt, long.MaxValue, ref bytes, into);
            part.InWork++;
        }

        if (part.Cursor >= part.Committed || into.Count >= end || bytes >= maxBytes)
            return;
        int before = into.Count;
        Read("m.id > $a AND m.id <= $b", part.Cursor, part.Committed, end - into.Count, 1, maxBytes, ref bytes, into);
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
                    Read("m.id = $a AND $b > 0", id, 1, 1, attempt, long.MaxValue, ref bytes, found);
                Read("m.id > $a AND m.id <= $b", part.Cursor, part.Committed, max, 1, long.MaxValue, ref bytes, found);
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

    private void Read(string where, long a, long b, int max, int attempt, long maxBytes, ref long bytes, List<Delivery> into)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // All texts are this package's own.
        command.CommandText = $"SELECT m.id, m.payload, m.envelope, p.position FROM message m LEFT JOIN progress p ON p.id = m.id WHERE {where} ORDER BY m.id LIMIT $c";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$a", a);
        command.Parameters.AddWithValue("$b", b);
        command.Parameters.AddWithValue("$c", max);
        using SqliteDataReader reader = command.ExecuteReader();
        while (bytes < maxBytes && reader.Read())
        {
            long id = reader.GetInt64(0);
            byte[] payload = (byte[])reader[1];
            bytes += payload.Length;
            EnvelopeFormat.TryRead((byte[])reader[2], out Envelope envelope, out _);
            int tries = attempt + attempts.GetValueOrDefault(id);
            long checkpoint = reader.IsDBNull(3) ? 0 : reader.GetInt64(3);
            into.Add(_messages.TryRead(payload, out Message? message, out MessageError? error)
                ? new Delivery(message, id) { Envelope = envelope, Attempt = tries, Checkpoint = checkpoint }
                : new Delivery(new Failure(new Report(payload, schema), $"The message in the queue cannot be read: {error}."), id) { Envelope = envelope, Attempt = tries });
        }
    }
}
