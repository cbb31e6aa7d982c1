using IntelMQ.Hosting.Control;
using IntelMQ.Messages;

namespace IntelMQ.Hosting.Dumps;

/// <summary>Sends messages of dumps to the queues of a host that runs.</summary>
/// <param name="host">The host; it belongs to the caller.</param>
public sealed class ControlDumpTarget(IHostControl host) : IDumpTarget
{
    /// <inheritdoc/>
    public async Task SendAsync(string queue, Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            await host.PutAsync(queue, message.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (ControlException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
