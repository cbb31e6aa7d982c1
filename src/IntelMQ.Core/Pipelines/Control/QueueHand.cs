using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Takes single messages out of queues and puts them in, by hand.</summary>
internal static class QueueHand
{
    public static async ValueTask<Message?> TakeAsync(IBroker broker, QueueName queue, PipelineGraph graph, CancellationToken cancellationToken)
    {
        await using IQueueReader reader = await broker.OpenReaderAsync(queue, 0, 1, cancellationToken).ConfigureAwait(false);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Another reader may be faster: then there is nothing to take.
        wait.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            IReadOnlyList<Delivery> received = await reader.ReceiveAsync(1, long.MaxValue, wait.Token).ConfigureAwait(false);
            // What is done in part already would be done twice, were it taken and put back.
            if (received is not [{ Checkpoint: 0 }])
                return null;
            Message message = received[0].Message ?? received[0].Unreadable!.Message;
            CommitOutcome outcome = await reader.CommitAsync(new UnitOfWork { Number = 1, Settled = [received[0]] }, cancellationToken).ConfigureAwait(false);
            if (!outcome.IsStored)
                return null;
            StageOf(graph, queue)?.Depth.Add(-1);
            return message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public static async ValueTask PutAsync(IBroker broker, QueueName queue, Message message, PipelineGraph graph, CancellationToken cancellationToken)
    {
        Stage? stage = StageOf(graph, queue);
        uint partition = stage?.PartitionField is { } field ? PartitionHash.Of(message.Get(field).Utf8) : 0;
        var batch = new OutgoingBatch(queue);
        batch.Messages.Add(new Outgoing(message is Event single ? single.Clone() : ((Report)message).Clone()) { Envelope = new Envelope { Partition = partition } });
        await using IQueueWriter writer = await broker.OpenWriterAsync(cancellationToken).ConfigureAwait(false);
        stage?.Depth.Add(1);
        await writer.CommitAsync(new UnitOfWork { Number = 1, Outputs = [batch] }, cancellationToken).ConfigureAwait(false);
    }

    private static Stage? StageOf(PipelineGraph graph, QueueName queue) => graph.Stages.FirstOrDefault(stage => stage.Queue == queue);
}
