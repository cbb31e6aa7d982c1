using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>A stage that begins with a synchronous expert.</summary>
internal sealed class ExpertStage(RunContext run, Stage stage, int instance, TurnGate? turns) : StageRunner(run, stage, instance, turns)
{
    protected override ValueTask<bool> WorkAsync(IReadOnlyList<Delivery> batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            Delivery delivery = batch[i];
            if (TryTakeEvent(delivery, out ChainNode node, out Event message))
                Chain.Run(node, message, Origin.Of(delivery));
        }

        return new(true);
    }
}
