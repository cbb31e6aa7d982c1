using IntelMQ.Sqlite.Queues;
using IntelMQ.State;
using IntelMQ.Text;

namespace IntelMQ.Sqlite.Storage;

/// <summary>What one caller wants to have stored as a whole; made in the caller's thread, stored by the writer's.</summary>
internal sealed class SqliteRequest
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;

    private readonly TaskCompletionSource<CommitOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>The messages that <see cref="Outputs"/> names; the caller's, for as long as the request is not done.</summary>
    public Utf8Buffer? Bytes { get; set; }

    /// <summary>The encoded messages by queue, in their order.</summary>
    public List<(SqliteQueue Queue, List<EncodedMessage> Messages)> Outputs { get; } = [];

    public List<byte[]> Failures { get; } = [];

    public IReadOnlyList<StateChange> Changes { get; init; } = [];

    /// <summary>The queue whose messages are settled.</summary>
    public SqliteQueue? Input { get; init; }

    /// <summary>The numbers of messages that are settled, ascending.</summary>
    public List<long> Settled { get; } = [];

    public (long Id, long Position)? Progress { get; init; }

    /// <summary>Anything else that belongs into the transaction.</summary>
    public Action<SqliteStatements>? Other { get; init; }

    /// <summary>About how many bytes it writes.</summary>
    public long Size { get; set; }

    public Task<CommitOutcome> Done => _done.Task;

    /// <summary>Whether a queue has no room for it.</summary>
    public bool MustWait => Outputs.Exists(static output => output.Messages.Count > 0 && output.Queue.IsFull);

    public bool IsGivenUp => Volatile.Read(ref _state) == GivenUp;

    /// <summary>Says that it is being stored, so that it cannot be given up any more.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waiting) == Waiting;

    public void GiveUp(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
            _done.TrySetCanceled(cancellationToken);
    }

    public void End(CommitOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>A message as it is stored.</summary>
/// <param name="Start">Where its JSON begins in the request's <see cref="SqliteRequest.Bytes"/>.</param>
/// <param name="Payload">How many bytes its JSON has.</param>
/// <param name="Envelope">How many bytes its envelope has, which follows.</param>
/// <param name="Partition">What chooses the part of its queue.</param>
internal readonly record struct EncodedMessage(int Start, int Payload, int Envelope, uint Partition);
