using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Replay.Dumps;

/// <summary>What waits in queues, as the corpus writes it.</summary>
internal static class WaitingMessages
{
    /// <summary>The messages of all queues that hold any, oldest first, by the queues' names.</summary>
    public static async Task<JsonObject> DescribeAsync(IBroker broker)
    {
        var queues = new JsonObject();
        foreach (QueueName queue in await broker.ListQueuesAsync(default))
        {
            IReadOnlyList<Delivery> waiting = await broker.PeekAsync(queue, int.MaxValue, default);
            if (waiting.Count > 0)
                queues[queue.Value] = new JsonArray([.. waiting.Select(static delivery => JsonValue.Create(Encoding.UTF8.GetString(delivery.Message!.ToJson(MessageFormat.WithType))))]);
        }

        return queues;
    }
}
