using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Writes to queues, for those who read none. Used by one thread at a time.</summary>
public interface IQueueWriter : IAsyncDisposable
{
    /// <summary>Stores messages, failures and changes of state together; waits while a queue is full, returns when they are stored.</summary>
    /// <param name="work">What to store; nothing of it is input. The caller's again when the call returns.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <inheritdoc cref="IQueueReader.CommitAsync" path="/returns"/>
    /// <inheritdoc cref="IQueueReader.CommitAsync" path="/exception"/>
    ValueTask<CommitOutcome> CommitAsync(UnitOfWork work, CancellationToken cancellationToken);
}
