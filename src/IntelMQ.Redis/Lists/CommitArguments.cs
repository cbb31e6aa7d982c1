using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Redis.Server;
using IntelMQ.Redis.Storage;
using IntelMQ.Text;

namespace IntelMQ.Redis.Lists;

/// <summary>
/// The arguments of a commit: what is asked (<c>check</c>, <c>commit</c>, or <c>ask</c> for whether a number is stored), the two databases,
/// the key of the number and the number, now in milliseconds; the input's queue, its fence, how many go from its old end, the key and text
/// of the notes; the number of outputs, and of each the queue, its limit, the number of messages and these; the number of changes, and of
/// each what <see cref="RedisState.Write"/> writes.
/// </summary>
internal sealed class CommitArguments(RedisBroker broker, string numberKey)
{
    private readonly Utf8Buffer _buffer = new(4096);

    /// <summary>Messages as IntelMQ writes them, by queue.</summary>
    public List<(RedisQueue Queue, List<byte[]> Payloads)> Encode(IReadOnlyList<OutgoingBatch> outputs)
    {
        var encoded = new List<(RedisQueue, List<byte[]>)>(outputs.Count);
        foreach (OutgoingBatch batch in outputs)
        {
            if (batch.Messages.Count == 0)
                continue;
            var payloads = new List<byte[]>(batch.Messages.Count);
            foreach (Outgoing outgoing in batch.Messages)
            {
                _buffer.Clear();
                outgoing.Message.WriteTo(_buffer, MessageFormat.WithType);
                payloads.Add(_buffer.ToArray());
            }

            encoded.Add((broker.Find(batch.Queue), payloads));
        }

        return encoded;
    }

    public RedisArguments Ask(long number) => Begin("ask", number);

    /// <summary>Everything of a commit; called under the lock of the input's queue.</summary>
    public RedisArguments Build(string mode, UnitOfWork work, List<(RedisQueue Queue, List<byte[]> Payloads)> outputs, RedisQueue? input, QueuePlan? plan)
    {
        RedisArguments arguments = Begin(mode, work.Number);
        if (plan is null || input is null)
        {
            arguments.Add("").Add(0).Add(0).Add(0).Add("").Add("-");
        }
        else
        {
            arguments.Add(input.Name.Value);
            input.Window.WriteFence(plan.Fenced, arguments);
            arguments.Add(plan.Trimmed).Add(input.Notes).Add(plan.Marks ?? "-");
        }

        arguments.Add(outputs.Count);
        foreach ((RedisQueue queue, List<byte[]> payloads) in outputs)
        {
            arguments.Add(queue.Name.Value);
            if (queue.Capacity is { } capacity)
                arguments.Add(capacity);
            else
                arguments.Add("");
            arguments.Add(payloads.Count);
            foreach (byte[] payload in payloads)
                arguments.Add(payload);
        }

        broker.States.Write(work.Changes, arguments);
        return arguments;
    }

    private RedisArguments Begin(string mode, long number)
        => new RedisArguments().Add(mode).Add(broker.Options.Database).Add(broker.Options.StateDatabase).Add(numberKey).Add(number).Add(broker.Options.Time.GetUtcNow().ToUnixTimeMilliseconds());
}
