using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.RabbitMq.Server;
using IntelMQ.Text;
using RabbitMQ.Client;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>Makes of the outputs of a commit what is published. Used by one thread at a time.</summary>
internal sealed class CommitEncoder(TimeProvider time)
{
    private readonly UInt128 _session = MessageIds.Random();
    private readonly Utf8Buffer _buffer = new(4096);
    private long _commits;

    /// <summary>Encodes the outputs.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="origins">What they came of.</param>
    public List<Publication> Encode(IReadOnlyList<OutgoingBatch> outputs, CommitOrigins origins)
    {
        // Not the commit's own number, which may be 0.
        _commits++;
        var publications = new List<Publication>();
        var used = new HashSet<UInt128>();
        var timestamp = new AmqpTimestamp(time.GetUtcNow().ToUnixTimeSeconds());
        foreach (OutgoingBatch batch in outputs)
        {
            foreach (Outgoing outgoing in batch.Messages)
            {
                Lineage lineage = outgoing.Envelope.Lineage;
                UInt128 root = origins.RootOf(lineage);
                UInt128 id = root == UInt128.Zero
                    ? MessageIds.Of(_session, _commits, publications.Count, batch.Queue)
                    : MessageIds.Of(root, lineage, batch.Queue);
                // An expert may make several of one: they are told apart by their order.
                for (int copy = 1; !used.Add(id); copy++)
                    id = MessageIds.Of(id, copy, 0, batch.Queue);
                _buffer.Clear();
                outgoing.Message.WriteTo(_buffer, MessageFormat.WithType);
                var properties = new BasicProperties
                {
                    DeliveryMode = DeliveryModes.Persistent,
                    MessageId = MessageIds.TextOf(id),
                    CorrelationId = MessageIds.OriginOf(root == UInt128.Zero ? id : root, lineage),
                    Timestamp = timestamp,
                    Headers = MessageHeaders.Of(outgoing.Envelope),
                };
                publications.Add(new Publication(batch.Queue.Value, properties, _buffer.ToArray(), outgoing.Message));
            }
        }

        return publications;
    }
}
