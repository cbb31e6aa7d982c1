using IntelMQ.Messages;

namespace IntelMQ.Hosting.Dumps;

/// <summary>The queues that messages of dumps are sent to again.</summary>
public interface IDumpTarget : IAsyncDisposable
{
    /// <summary>Puts a message into a queue; when the call returns it is there.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The queue cannot be reached.</exception>
    Task SendAsync(string queue, Message message, CancellationToken cancellationToken);
}
