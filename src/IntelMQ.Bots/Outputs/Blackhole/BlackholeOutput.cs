using IntelMQ.Messages;

namespace IntelMQ.Bots.Outputs;

/// <summary>Drops events: for tests, and for the end of a path that nobody needs.</summary>
[Bot("intelmq.bots.outputs.blackhole.output", BotKind.Output)]
public sealed partial class BlackholeOutput(BotServices services) : Output(services)
{
    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
