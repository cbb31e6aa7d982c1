using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Stores;

public sealed partial class MemoryNotificationStore
{
    private readonly List<StoredMail> _mails = [];
    private (string Owner, DateTimeOffset Until) _lease = ("", default);
    private MailHold _hold = MailHold.Initial;
    private long _ticket = 10_000_000;

    /// <inheritdoc/>
    public ValueTask<bool> PrepareAsync(OutgoingMail mail, IReadOnlyCollection<long> directives, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(directives);
        lock (_gate)
        {
            if (_mails.Exists(known => known.Mail.Id == mail.Id))
                return new(false);
            DateTimeOffset now = time.GetUtcNow();
            if (!mail.IsExercise)
            {
                int[] places = [.. directives.Distinct().Where(id => id >= 1 && id <= _directives.Count).Select(static id => (int)id - 1)];
                if (places.Length != directives.Count || Array.Exists(places, place => _directives[place] is var row
                    && (row.State != DirectiveState.Pending || row.Directive.Batch != mail.Batch || row.Directive.Recipient != mail.Recipient)))
                    return new(false);
                foreach (int place in places)
                    _directives[place] = _directives[place] with { State = DirectiveState.Mailed, Reason = null, Mail = mail.Id };
                Tell(mail.Id, now);
            }

            _mails.Add(new StoredMail(mail, MailState.Prepared, now) { Changed = now, NotBefore = DateTimeOffset.UnixEpoch });
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<int> WithdrawAsync(string batch, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            StoredMail[] waiting = [.. _mails.Where(mail => mail.Mail.Batch == batch && mail is { State: MailState.Prepared, Attempts: 0 })];
            foreach (StoredMail mail in waiting)
            {
                Untell(mail.Mail.Id);
                for (int i = 0; i < _directives.Count; i++)
                {
                    if (_directives[i].Mail == mail.Mail.Id)
                        _directives[i] = _directives[i] with { State = DirectiveState.Pending, Mail = null };
                }

                _mails.Remove(mail);
            }

            return new(waiting.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> LeaseAsync(string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_lease.Owner != owner)
            {
                if (_lease.Owner.Length > 0 && _lease.Until > now)
                    return new(false);
                for (int i = 0; i < _mails.Count; i++)
                {
                    if (_mails[i].State == MailState.Sending)
                        _mails[i] = _mails[i] with { State = MailState.Uncertain, Words = MailWords.Interrupted, Changed = now };
                }
            }

            _lease = (owner, now + lease);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask EndLeaseAsync(string owner, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_lease.Owner == owner)
                _lease = ("", default);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<StoredMail?> TakeAsync(string owner, string? batch, IReadOnlyCollection<string> passOver, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        ArgumentNullException.ThrowIfNull(passOver);
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            int place = _lease.Owner != owner || _hold.IsHeld ? -1 : _mails.FindIndex(mail => mail.State == MailState.Prepared && mail.NotBefore <= now && (batch is null || mail.Mail.Batch == batch) && !passOver.Contains(mail.Mail.Domain));
            if (place < 0)
                return new((StoredMail?)null);
            return new(_mails[place] = _mails[place] with { State = MailState.Sending, Attempts = _mails[place].Attempts + 1, Changed = now });
        }
    }

    /// <inheritdoc/>
    public ValueTask SettleAsync(string id, MailState state, string words, DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(state, MailState.Sending);
        ChangeMail(id, [MailState.Sending, MailState.Uncertain], state, words, notBefore);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ResolveAsync(string id, MailState state, string by, CancellationToken cancellationToken)
    {
        if (state is not (MailState.Accepted or MailState.Failed or MailState.Prepared))
            throw new ArgumentOutOfRangeException(nameof(state), state, "A mail is accepted, failed, or prepared again.");
        return new(ChangeMail(id, [MailState.Uncertain, MailState.Failed], state, by, null));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReopenAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        lock (_gate)
        {
            int held = 0;
            for (int i = 0; i < _directives.Count && _mails.Exists(mail => mail.Mail.Id == id && mail.State == MailState.Failed); i++)
            {
                if (_directives[i].Mail != id)
                    continue;
                _directives[i] = _directives[i] with { State = DirectiveState.Held, Reason = MailWords.Failed, Mail = null };
                held++;
            }

            return new(held);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredMail>> FindMailsAsync(MailQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, MailQuery.MaxLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        string? recipient = query.Recipient?.ToLowerInvariant();
        lock (_gate)
        {
            return new([.. Enumerable.Reverse(_mails)
                .Where(mail => (query.Id is null || mail.Mail.Id == query.Id) && (query.Batch is null || mail.Mail.Batch == query.Batch) && (recipient is null || mail.Mail.Recipient == recipient)
                    && (query.Ticket is null || mail.Mail.Ticket == query.Ticket) && (query.State is null || mail.State == query.State))
                .Skip(query.Skip)
                .Take(query.Limit)
                .Select(mail => query.WithContent ? mail : mail with { Mail = mail.Mail with { Content = default } })]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<MailState, long>> CountMailsAsync(string? batch, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_mails.Where(mail => batch is null || mail.Mail.Batch == batch).CountBy(static mail => mail.State).ToDictionary(static pair => pair.Key, static pair => (long)pair.Value));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MailDay>> ReadDaysAsync(string batch, DateOnly from, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. _mails.Where(mail => mail.Mail.Batch == batch && !mail.Mail.IsExercise)
                .GroupBy(static mail => DateOnly.FromDateTime(mail.Prepared.UtcDateTime))
                .Where(group => group.Key >= from)
                .OrderBy(static group => group.Key)
                .Select(static group => new MailDay(group.Key, group.Count(), group.Select(static mail => mail.Mail.Recipient).Distinct().Count(), group.Sum(static mail => (long)mail.Mail.Rows)))]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadLastMailsAsync(IReadOnlyCollection<string> recipients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        lock (_gate)
        {
            return new(_mails.Where(mail => !mail.Mail.IsExercise && mail.State != MailState.Failed && recipients.Contains(mail.Mail.Recipient))
                .GroupBy(static mail => mail.Mail.Recipient)
                .ToDictionary(static group => group.Key, static group => group.Max(static mail => mail.Prepared), StringComparer.Ordinal));
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> NextTicketAsync(CancellationToken cancellationToken) => new(TicketNumber.Of(time.GetUtcNow(), Interlocked.Increment(ref _ticket)));

    /// <inheritdoc/>
    public ValueTask<MailHold> ReadHoldAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_hold);
    }

    /// <inheritdoc/>
    public ValueTask SetHoldAsync(bool isHeld, string reason, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(by);
        lock (_gate)
            _hold = new MailHold(isHeld, reason, by, time.GetUtcNow());
        return default;
    }

    private bool ChangeMail(string id, MailState[] from, MailState state, string words, DateTimeOffset? notBefore)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(words);
        lock (_gate)
        {
            int place = _mails.FindIndex(mail => mail.Mail.Id == id);
            if (place < 0 || !from.Contains(_mails[place].State))
                return false;
            MailState before = _mails[place].State;
            DateTimeOffset now = time.GetUtcNow();
            _mails[place] = _mails[place] with { State = state, Words = words, NotBefore = notBefore ?? DateTimeOffset.UnixEpoch, Changed = now };
            if (state == MailState.Failed)
                Untell(id);
            else if (before == MailState.Failed)
                Tell(id, now);
            return true;
        }
    }

    private void Tell(string mail, DateTimeOffset now)
    {
        foreach (string key in _directives.Where(row => row.Mail == mail).Select(static row => KeyOf(row.Directive)).OfType<string>().Distinct())
            _told[key] = (now, _told.TryGetValue(key, out var known) ? known.At : null, mail);
    }

    private void Untell(string mail)
    {
        foreach ((string key, (DateTimeOffset _, DateTimeOffset? before, string _)) in _told.Where(pair => pair.Value.Mail == mail).ToArray())
        {
            if (before is { } time)
                _told[key] = (time, null, "");
            else
                _told.Remove(key);
        }
    }
}
