using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Between connections, which bring data, and the collector's turn, which hands it on. Whoever brings data learns when it is in a queue: the
/// host asks for the next report only then.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ReportInbox(TimeProvider time)
{
    private const int Capacity = 16;

    private readonly Channel<InboxItem> _items = Channel.CreateBounded<InboxItem>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _connections;

    /// <summary>A connection is open; turns do not end meanwhile.</summary>
    public void Opened() => Interlocked.Increment(ref _connections);

    /// <summary>A connection is closed.</summary>
    public void Closed() => Interlocked.Decrement(ref _connections);

    /// <summary>Brings data.</summary>
    /// <param name="data">The bytes; kept, not copied.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="cancellationToken">Ends the wait; the data may be in a queue all the same.</param>
    /// <returns>Whether it is in a queue; not where the collector was stopped.</returns>
    public async Task<bool> PostAsync(ReadOnlyMemory<byte> data, string? origin, CancellationToken cancellationToken)
    {
        var item = new InboxItem(data, origin);
        await _items.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        return await item.Taken.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands on what comes.</summary>
    /// <param name="report">Makes the report.</param>
    /// <param name="idle">The time without a connection after which there is no more; <see langword="null"/> for never.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<CollectedReport> ReadAsync(Func<InboxItem, Report> report, TimeSpan? idle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(idle, cancellationToken).ConfigureAwait(false) is { } item)
        {
            bool isTaken = false;
            try
            {
                yield return new CollectedReport(report(item));
                isTaken = true;
            }
            finally
            {
                item.Complete(isTaken);
            }
        }
    }

    private async ValueTask<InboxItem?> NextAsync(TimeSpan? idle, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_items.Reader.TryRead(out InboxItem? item))
                return item;
            using var late = new CancellationTokenSource(idle ?? Timeout.InfiniteTimeSpan, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            try
            {
                await _items.Reader.WaitToReadAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (Volatile.Read(ref _connections) == 0 && !_items.Reader.TryPeek(out _))
                    return null;
            }
        }
    }
}
