using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Stores;

/// <summary>A store of notifications in memory, for tests and trials: what it keeps ends with it. Behaves as the others do.</summary>
/// <param name="time">The clock.</param>
public sealed partial class MemoryNotificationStore(TimeProvider time) : INotificationStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredDirective> _directives = [];
    private readonly Dictionary<string, int> _identities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (DateTimeOffset At, DateTimeOffset? Before, string Mail)> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DisabledAddress> _disabled = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask MigrateAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    /// <inheritdoc/>
    public ValueTask<int> AddAsync(IReadOnlyList<Directive> directives, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directives);
        lock (_gate)
        {
            int added = 0;
            foreach (Directive directive in directives)
            {
                if (!_identities.TryAdd(IdentityOf(directive), _directives.Count))
                    continue;
                _directives.Add(new StoredDirective(_directives.Count + 1, directive, DirectiveState.Pending, null, null, time.GetUtcNow()));
                added++;
            }

            return new(added);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredDirective>> FindAsync(DirectiveQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, DirectiveQuery.MaxLimit);
        string? recipient = query.Recipient?.ToLowerInvariant();
        lock (_gate)
        {
            return new([.. _directives.Where(row => row.Id > query.After
                && (query.Batch is null || row.Directive.Batch == query.Batch)
                && (recipient is null || row.Directive.Recipient == recipient)
                && (query.Language is null || row.Directive.Language == query.Language)
                && (query.Protection is null || row.Directive.Protection == query.Protection)
                && (query.State is null || row.State == query.State)
                && (query.Mail is null || row.Mail == query.Mail)
                && (query.About is null || row.Directive.About == query.About)).Take(query.Limit)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DirectiveGroup>> GroupAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        lock (_gate)
        {
            return new(DirectiveOrder.Of(_directives.Where(row => row.Directive.Batch == batch)
                .GroupBy(static row => (row.Directive.Recipient, row.Directive.Language, row.Directive.Protection, row.State, row.Reason))
                .Select(group => new DirectiveGroup(batch, group.Key.Recipient, group.Key.Language, group.Key.Protection, group.Key.State, group.Key.Reason, group.Count(), group.Max(static row => row.Directive.Interval)))));
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(Change(selection, row => row.State == DirectiveState.Pending ? row with { State = DirectiveState.Held, Reason = reason } : null));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReleaseAsync(DirectiveSelection selection, CancellationToken cancellationToken)
        => new(Change(selection, static row => row.State == DirectiveState.Held ? row with { State = DirectiveState.Pending, Reason = null, Directive = row.Directive with { PassesCooldown = true } } : null));

    /// <inheritdoc/>
    public ValueTask<int> DropAsync(DirectiveSelection selection, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(Change(selection, row => row.State is DirectiveState.Pending or DirectiveState.Held ? row with { State = DirectiveState.Dropped, Reason = reason } : null));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReplaceRecipientAsync(DirectiveSelection selection, string recipient, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(recipient);
        int known = 0;
        int changed = Change(selection, row =>
        {
            if (row.State is not (DirectiveState.Pending or DirectiveState.Held))
                return null;
            Directive other = DirectiveOrder.Replaced(row.Directive, recipient, reason);
            string identity = IdentityOf(other);
            if (_identities.TryGetValue(identity, out int place) && place != (int)row.Id - 1)
            {
                known++;
                return row with { State = DirectiveState.Dropped, Reason = DirectiveOrder.AlreadyTold(other) };
            }

            _identities.Remove(IdentityOf(row.Directive));
            _identities[identity] = (int)row.Id - 1;
            return row with { Directive = other, State = DirectiveState.Pending, Reason = null };
        });
        return new(changed - known);
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldToldAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        DateTimeOffset now = time.GetUtcNow();
        var firsts = new Dictionary<string, long>(StringComparer.Ordinal);
        int told = Change(new DirectiveSelection(batch), row => Counts(row) && KeyOf(row.Directive) is { } key && _told.TryGetValue(key, out var last)
            && last.At + row.Directive.Cooldown > now && (row.Directive.Relapsed is not { } relapsed || relapsed <= last.At)
                ? row with { State = DirectiveState.Held, Reason = DirectiveOrder.Told }
                : null);
        lock (_gate)
        {
            foreach (StoredDirective row in _directives.Where(row => row.Directive.Batch == batch && row.State == DirectiveState.Pending))
            {
                if (KeyOf(row.Directive) is { } key)
                    firsts.TryAdd(key, row.Id);
            }
        }

        return new(told + Change(new DirectiveSelection(batch), row => Counts(row) && KeyOf(row.Directive) is { } key && firsts.TryGetValue(key, out long first) && first < row.Id
            ? row with { State = DirectiveState.Held, Reason = DirectiveOrder.Again }
            : null));

        static bool Counts(StoredDirective row) => row.State == DirectiveState.Pending && !row.Directive.PassesCooldown && row.Directive.Cooldown > TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public ValueTask<int> HoldTestsAsync(string batch, CancellationToken cancellationToken)
        => new(Change(new DirectiveSelection(batch), static row => row.State == DirectiveState.Pending && row.Directive.WhyTest is { } reason ? row with { State = DirectiveState.Held, Reason = reason } : null));

    /// <inheritdoc/>
    public ValueTask DisableAsync(string address, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentNullException.ThrowIfNull(reason);
        string key = address.ToLowerInvariant();
        lock (_gate)
            _disabled[key] = new DisabledAddress(key, reason, time.GetUtcNow());
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> EnableAsync(string address, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        lock (_gate)
            return new(_disabled.Remove(address.ToLowerInvariant()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DisabledAddress>> FindDisabledAsync(IReadOnlyCollection<string>? addresses, CancellationToken cancellationToken)
    {
        HashSet<string>? wanted = addresses?.Select(static address => address.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        lock (_gate)
            return new([.. _disabled.Values.Where(one => wanted?.Contains(one.Address) ?? true).OrderBy(static one => one.Address, StringComparer.Ordinal)]);
    }

    private int Change(DirectiveSelection selection, Func<StoredDirective, StoredDirective?> change)
    {
        ArgumentNullException.ThrowIfNull(selection);
        string? recipient = selection.Recipient?.ToLowerInvariant();
        HashSet<long>? ids = selection.Ids is null ? null : [.. selection.Ids];
        lock (_gate)
        {
            int changed = 0;
            for (int i = 0; i < _directives.Count; i++)
            {
                StoredDirective row = _directives[i];
                if (row.Directive.Batch != selection.Batch || (recipient is not null && row.Directive.Recipient != recipient) || ids?.Contains(row.Id) == false || change(row) is not { } other)
                    continue;
                _directives[i] = other;
                changed++;
            }

            return changed;
        }
    }

    private static string IdentityOf(Directive directive) => Convert.ToHexString(directive.ToIdentity());

    private static string? KeyOf(Directive directive) => directive.Key is { } key ? Convert.ToHexString(key.ToDigest()) : null;
}
