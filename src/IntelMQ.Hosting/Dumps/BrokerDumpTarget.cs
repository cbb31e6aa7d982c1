using IntelMQ.Messages;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Sends messages of dumps to the queues of a broker, which belongs to the caller.</summary>
/// <param name="broker">The broker.</param>
public sealed class BrokerDumpTarget(IBroker broker) : IDumpTarget
{
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private IQueueWriter? _writer;
    private long _number;

    /// <inheritdoc/>
    public async Task SendAsync(string queue, Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var name = new QueueName(queue);
        _writer ??= await broker.OpenWriterAsync(cancellationToken).ConfigureAwait(false);
        if (_declared.Add(queue))
            await broker.DeclareAsync(new QueueDeclaration(name, null, 1), cancellationToken).ConfigureAwait(false);
        var batch = new OutgoingBatch(name);
        batch.Messages.Add(new Outgoing(message));
        await _writer.CommitAsync(new UnitOfWork { Number = ++_number, Outputs = [batch] }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
    }
}
