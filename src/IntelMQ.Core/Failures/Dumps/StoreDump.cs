using System.Runtime.CompilerServices;
using IntelMQ.Messages;

namespace IntelMQ.Failures;

/// <summary>The failures that a store keeps of one bot, as a dump. What is added meanwhile is not among them.</summary>
public sealed class StoreDump : IDump
{
    private readonly IFailureStore _store;
    private readonly string _botId;
    private readonly string? _sourceQueue;
    private List<long> _ids;

    private StoreDump(IFailureStore store, string place, string botId, string? sourceQueue, List<long> ids)
    {
        (_store, Place, _botId, _sourceQueue, _ids) = (store, place, botId, sourceQueue, ids);
    }

    /// <inheritdoc/>
    public string Place { get; }

    /// <inheritdoc/>
    public int Count => _ids.Count;

    /// <inheritdoc/>
    public string? Fault => null;

    /// <summary>Looks through a store.</summary>
    /// <param name="store">The store; it belongs to the caller.</param>
    /// <param name="place">What it is called.</param>
    /// <param name="botId">The bot.</param>
    /// <param name="sourceQueue">The queue that the bot reads; <see langword="null"/> where nobody knows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<StoreDump> OpenAsync(IFailureStore store, string place, string botId, string? sourceQueue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(botId);
        var ids = new List<long>();
        await foreach (StoredFailure stored in store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (stored.Failure.BotId == botId)
                ids.Add(stored.Id);
        }

        return new StoreDump(store, place, botId, sourceQueue, ids);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DumpedMessage> ReadAsync(IReadOnlyCollection<int>? numbers, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Dictionary<long, int> wanted = NumbersOf(numbers);
        await foreach (StoredFailure stored in _store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!wanted.TryGetValue(stored.Id, out int number))
                continue;
            yield return new DumpedMessage(number, new DumpKey(stored.Time.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString())
            {
                BotId = _botId,
                SourceQueue = _sourceQueue,
                Reason = stored.Failure.ToString(),
                Message = stored.Failure.Message,
                Complaint = stored.Failure.TruncatedFrom > 0 ? $"Only the first part of {stored.Failure.TruncatedFrom} bytes was kept." : null,
            };
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(IReadOnlyCollection<int> numbers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        HashSet<long> removed = [.. NumbersOf(numbers).Keys];
        if (removed.Count == 0)
            return;
        await _store.RemoveAsync(removed, cancellationToken).ConfigureAwait(false);
        _ids = [.. _ids.Where(id => !removed.Contains(id))];
    }

    /// <inheritdoc/>
    /// <remarks>The entry is stored anew before the old one is removed, and is the last one then.</remarks>
    public async Task ReplaceAsync(int number, Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        long old = _ids[number];
        StoredFailure? found = await FindAsync(stored => stored.Id == old, cancellationToken).ConfigureAwait(false);
        if (found is null)
            throw new IOException("The entry was removed meanwhile.");
        var changed = new Failure(message, found.Failure.Reason) { BotId = _botId, Field = found.Failure.Field, LineNumber = found.Failure.LineNumber };
        await _store.AddAsync([changed], cancellationToken).ConfigureAwait(false);
        await _store.RemoveAsync([old], CancellationToken.None).ConfigureAwait(false);
        var ids = new List<long>();
        HashSet<long> known = [.. _ids];
        known.Remove(old);
        long last = _ids[^1];
        await foreach (StoredFailure stored in _store.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (stored.Failure.BotId == _botId && (known.Contains(stored.Id) || stored.Id > last))
                ids.Add(stored.Id);
        }

        _ids = ids;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync()
    {
        await _store.RemoveAsync(_ids, CancellationToken.None).ConfigureAwait(false);
        _ids = [];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<StoredFailure?> FindAsync(Predicate<StoredFailure> isWanted, CancellationToken cancellationToken)
    {
        await foreach (StoredFailure stored in _store.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (isWanted(stored))
                return stored;
        }

        return null;
    }

    // The numbers by the store's ids.
    private Dictionary<long, int> NumbersOf(IReadOnlyCollection<int>? numbers)
        => (numbers ?? [.. Enumerable.Range(0, Count)]).Distinct().Where(number => number >= 0 && number < Count).ToDictionary(number => _ids[number]);
}
