namespace IntelMQ.Notifications.Outbox;

/// <summary>
/// Keeps mails until a server has taken them. Thread-safe. A mail goes from <see cref="MailState.Prepared"/> over
/// <see cref="MailState.Sending"/>, written before a server hears of it, to what became of it. Whoever sends holds a lease; what was
/// <see cref="MailState.Sending"/> when one ended is <see cref="MailState.Uncertain"/> for the next.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Puts a mail into the outbox, and its directives into the mail, in one transaction. They all have to be pending, of the mail's batch, and to
    /// the mail's recipient; what is told by it begins its cooldown. A mail that is an exercise leaves directives as they are.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="directives">The directives whose events it holds, by <see cref="Directives.StoredDirective.Id"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether it is in the outbox now; not where one with its id was, or where a directive is not as it has to be: then nothing changed.</returns>
    ValueTask<bool> PrepareAsync(OutgoingMail mail, IReadOnlyCollection<long> directives, CancellationToken cancellationToken);

    /// <summary>Takes back the mails of a batch that were never tried: their directives wait again, their cooldown is as before.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many mails were taken back.</returns>
    ValueTask<int> WithdrawAsync(string batch, CancellationToken cancellationToken);

    /// <summary>Begins, or goes on, to send: one at a time does. Mails that one whose lease ended left in sending become uncertain.</summary>
    /// <param name="owner">Who sends: another name for each run.</param>
    /// <param name="lease">How long it lasts unless it is asked for again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the owner has it.</returns>
    ValueTask<bool> LeaseAsync(string owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives the lease back.</summary>
    /// <param name="owner">Who has it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask EndLeaseAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Takes the mail that waits longest, and marks it as being sent. Nothing is given while all mail is held, or to one without the lease.</summary>
    /// <param name="owner">Who has the lease.</param>
    /// <param name="batch">Only of this batch; <see langword="null"/> for all.</param>
    /// <param name="passOver">Domains that get nothing now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<StoredMail?> TakeAsync(string owner, string? batch, IReadOnlyCollection<string> passOver, CancellationToken cancellationToken);

    /// <summary>Writes down what became of a mail that was being sent. A mail that failed ends the cooldown that it began.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="state">Any but <see cref="MailState.Sending"/>.</param>
    /// <param name="words">What the server said.</param>
    /// <param name="notBefore">When it is tried again, where it is prepared again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask SettleAsync(string id, MailState state, string words, DateTimeOffset? notBefore, CancellationToken cancellationToken);

    /// <summary>Settles a mail that is uncertain or failed: a person, or a server's log, knows whether it arrived.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="state"><see cref="MailState.Accepted"/>, <see cref="MailState.Failed"/>, or <see cref="MailState.Prepared"/> to send it again.</param>
    /// <param name="by">Who says so, and why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the mail was uncertain or failed.</returns>
    ValueTask<bool> ResolveAsync(string id, MailState state, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the events of a failed mail out of it: they are held, and a person tells another recipient
    /// (<see cref="Directives.IDirectiveStore.ReplaceRecipientAsync"/>). To the same one, the mail itself is sent again by <see cref="ResolveAsync"/>.
    /// </summary>
    /// <param name="id">The mail.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many events are held; 0 where the mail has not failed.</returns>
    ValueTask<int> ReopenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Finds mails.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<StoredMail>> FindMailsAsync(MailQuery query, CancellationToken cancellationToken);

    /// <summary>Counts mails by state.</summary>
    /// <param name="batch">Only of this batch; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyDictionary<MailState, long>> CountMailsAsync(string? batch, CancellationToken cancellationToken);

    /// <summary>What was prepared day by day, exercises left out; days without mails are missing.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first day.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<MailDay>> ReadDaysAsync(string batch, DateOnly from, CancellationToken cancellationToken);

    /// <summary>When each of the recipients was sent a mail last, exercises left out; those that never were are missing.</summary>
    /// <param name="recipients">The recipients.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadLastMailsAsync(IReadOnlyCollection<string> recipients, CancellationToken cancellationToken);

    /// <summary>Gives a ticket number that was not given before: the day and a number, such as <c>20260131-10000001</c>.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<string> NextTicketAsync(CancellationToken cancellationToken);

    /// <summary>Whether all mail is held; a new outbox holds it.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<MailHold> ReadHoldAsync(CancellationToken cancellationToken);

    /// <summary>Holds all mail, or releases it. A mail that is being sent is not stopped.</summary>
    /// <param name="isHeld">Whether to hold.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask SetHoldAsync(bool isHeld, string reason, string by, CancellationToken cancellationToken);
}
