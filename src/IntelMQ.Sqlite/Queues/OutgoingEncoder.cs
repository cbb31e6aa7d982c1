using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Storage;
using IntelMQ.Text;

namespace IntelMQ.Sqlite.Queues;

/// <summary>Makes what is to be stored of a piece of work, in the caller's thread; used by one thread at a time.</summary>
internal sealed class OutgoingEncoder(SqliteQueues queues, TimeProvider time)
{
    private readonly Utf8Buffer _buffer = new(4096);

    public void Encode(UnitOfWork work, SqliteRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (OutgoingBatch batch in work.Outputs)
        {
            if (batch.Messages.Count == 0)
                continue;
            var encoded = new List<EncodedMessage>(batch.Messages.Count);
            foreach (Outgoing outgoing in batch.Messages)
            {
                _buffer.Clear();
                outgoing.Message.WriteTo(_buffer, MessageFormat.WithType);
                byte[] payload = _buffer.ToArray();
                _buffer.Clear();
                EnvelopeFormat.Write(outgoing.Envelope, now, _buffer);
                encoded.Add(new EncodedMessage(payload, _buffer.ToArray(), outgoing.Envelope.Partition));
                request.Size += payload.Length;
            }

            request.Outputs.Add((queues.Find(batch.Queue), encoded));
        }

        SqliteFailureStore.Encode(work.Failures, time, request);
    }

    /// <summary>What is on disk is out of danger.</summary>
    public static void Release(UnitOfWork work)
    {
        foreach (OutgoingBatch batch in work.Outputs)
        {
            foreach (Outgoing outgoing in batch.Messages)
                outgoing.Receipt?.Release(1);
        }
    }
}
