using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using IntelMQ.Redis.Storage;
using IntelMQ.Text;

namespace IntelMQ.Redis.Streams;

/// <summary>
/// The arguments of a commit: what is asked (<c>check</c>, <c>commit</c>, or <c>ask</c> for whether a number is stored), the database of the
/// queues, that of the state, the key of the number and the number, now in milliseconds; the number of parts that input came from, and of each
/// the stream, the hash of the leases, its number, its fencing number, what is done in part and how far, the number of ids that are settled and
/// these; the number of outputs, and of each the prefix of its streams, the number of its parts, its limit, the number of messages, and of each
/// of these the part, the message and its envelope; the number of changes, and of each what <see cref="RedisState.Write"/> writes.
/// </summary>
internal sealed class StreamArguments(RedisStreamBroker broker, string numberKey)
{
    private readonly Utf8Buffer _buffer = new(4096);

    /// <summary>Messages as they are stored, by queue.</summary>
    public List<StreamOutput> Encode(IReadOnlyList<OutgoingBatch> outputs)
    {
        var encoded = new List<StreamOutput>(outputs.Count);
        DateTimeOffset now = broker.Options.Time.GetUtcNow();
        foreach (OutgoingBatch batch in outputs)
        {
            if (batch.Messages.Count == 0)
                continue;
            StreamQueue queue = broker.Find(batch.Queue);
            var messages = new List<(int, byte[], byte[])>(batch.Messages.Count);
            foreach (Outgoing outgoing in batch.Messages)
            {
                _buffer.Clear();
                outgoing.Message.WriteTo(_buffer, MessageFormat.WithType);
                byte[] message = _buffer.ToArray();
                _buffer.Clear();
                EnvelopeFormat.Write(outgoing.Envelope, now, _buffer);
                messages.Add(((int)(outgoing.Envelope.Partition % (uint)queue.Parts.Length), message, _buffer.ToArray()));
            }

            encoded.Add(new StreamOutput(queue, messages));
        }

        return encoded;
    }

    public RedisArguments Ask(long number) => Begin("ask", number);

    /// <param name="mode">What is asked.</param>
    /// <param name="work">The work.</param>
    /// <param name="outputs">The messages that the script writes.</param>
    /// <param name="queue">The queue that the input comes from.</param>
    /// <param name="inputs">What is settled.</param>
    public RedisArguments Build(string mode, UnitOfWork work, IReadOnlyList<StreamOutput> outputs, StreamQueue? queue, List<StreamInput> inputs)
    {
        RedisArguments arguments = Begin(mode, work.Number);
        arguments.Add(inputs.Count);
        foreach (StreamInput input in inputs)
        {
            arguments.Add(queue!.Streams + RedisArguments.TextOf(input.Part.Number)).Add(queue.Leases).Add(input.Part.Number).Add(input.Fence)
                .Add(input.Half?.Id ?? "").Add(input.Position).Add(input.Settled.Count);
            foreach (StreamSlot slot in input.Settled)
                arguments.Add(slot.Id);
        }

        arguments.Add(outputs.Count);
        foreach (StreamOutput output in outputs)
        {
            arguments.Add(output.Queue.Streams).Add(output.Queue.Parts.Length);
            if (output.Queue.Capacity is { } capacity)
                arguments.Add(capacity);
            else
                arguments.Add("");
            arguments.Add(output.Messages.Count);
            foreach ((int part, byte[] message, byte[] envelope) in output.Messages)
                arguments.Add(part).Add(message).Add(envelope);
        }

        broker.States.Write(work.Changes, arguments);
        return arguments;
    }

    private RedisArguments Begin(string mode, long number)
        => new RedisArguments().Add(mode).Add(broker.Options.StateDatabase).Add(broker.Options.StateDatabase).Add(numberKey).Add(number).Add(broker.Options.Time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>Messages for one queue: the part of each, the message, and its envelope.</summary>
internal sealed record StreamOutput(StreamQueue Queue, List<(int Part, byte[] Message, byte[] Envelope)> Messages);
