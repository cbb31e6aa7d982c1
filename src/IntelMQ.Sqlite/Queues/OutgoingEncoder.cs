using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Sqlite.Storage;
using IntelMQ.Text;

namespace IntelMQ.Sqlite.Queues;

/// <summary>Makes what is to be stored of a piece of work, in the caller's thread; used by one thread at a time.</summary>
internal sealed class OutgoingEncoder(SqliteQueues queues, TimeProvider time)
{
    // More than this is not kept for the next piece of work.
    private const int MaxKept = 4 << 20;

    private Utf8Buffer _buffer = new(4096);

    public void Encode(UnitOfWork work, SqliteRequest request)
    {
        DateTimeOffset now = time.GetUtcNow();
        // The piece of work before this one is done, whatever came of it.
        if (_buffer.Length > MaxKept)
            _buffer = new Utf8Buffer(4096);
        _buffer.Clear();
        foreach (OutgoingBatch batch in work.Outputs)
        {
            if (batch.Messages.Count == 0)
                continue;
            var encoded = new List<EncodedMessage>(batch.Messages.Count);
            foreach (Outgoing outgoing in batch.Messages)
            {
                int start = _buffer.Length;
                outgoing.Message.WriteTo(_buffer, MessageFormat.WithType);
                int end = _buffer.Length;
                EnvelopeFormat.Write(outgoing.Envelope, now, _buffer);
                encoded.Add(new EncodedMessage(start, end - start, _buffer.Length - end, outgoing.Envelope.Partition));
            }

            request.Outputs.Add((queues.Find(batch.Queue), encoded));
        }

        request.Bytes = _buffer;
        request.Size += _buffer.Length;
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
