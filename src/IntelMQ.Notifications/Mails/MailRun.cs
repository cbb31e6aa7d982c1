using System.Globalization;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Stores;

namespace IntelMQ.Notifications.Mails;

/// <summary>
/// Makes the mails of one batch: decides what is held back, shows the plan, and puts the mails into the outbox. It sends nothing: <see
/// cref="Sending.MailSender"/> does. One run at a time for a batch.
/// </summary>
/// <param name="store">Where directives and mails are kept.</param>
/// <param name="composer">Makes the mails.</param>
/// <param name="time">The clock.</param>
public sealed class MailRun(INotificationStore store, MailComposer composer, TimeProvider time)
{
    private MailSettings Settings => composer.Settings;

    /// <summary>
    /// Holds back what may not be told, and says what is left: events that were made up, what was told within its cooldown, addresses that are
    /// disabled or none. Sends nothing.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<MailPlan> PlanAsync(string batch, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(batch);
        if (!Settings.TellsTests && Settings.ExerciseRecipient is null)
            await store.HoldTestsAsync(batch, cancellationToken).ConfigureAwait(false);
        await store.HoldToldAsync(batch, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<DirectiveGroup> groups = await store.GroupAsync(batch, cancellationToken).ConfigureAwait(false);
        if (await HoldUnreachableAsync(batch, groups, cancellationToken).ConfigureAwait(false))
            groups = await store.GroupAsync(batch, cancellationToken).ConfigureAwait(false);
        DirectiveGroup[] pending = [.. groups.Where(static group => group.State == DirectiveState.Pending)];
        IReadOnlyDictionary<string, DateTimeOffset> last = await store.ReadLastMailsAsync([.. pending.Select(static group => group.Recipient)], cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        var mails = new List<PlannedMail>();
        var waiting = new List<PlannedMail>();
        foreach (DirectiveGroup group in pending)
        {
            DateTimeOffset? before = last.TryGetValue(group.Recipient, out DateTimeOffset known) ? known : null;
            DateTimeOffset? waits = before + group.Interval is { } until && until > now ? until : null;
            (waits is null ? mails : waiting).Add(new PlannedMail(batch, group.Recipient, group.Language, group.Protection, group.Rows) { LastMail = before, Waits = waits });
        }

        return new MailPlan(batch, mails, waiting, [.. groups.Where(static group => group.State is DirectiveState.Held or DirectiveState.Dropped)], await StopsAsync(batch, mails, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// Plans once more, and puts the mails into the outbox. A batch that is not <see cref="Directive.Daily"/>, and a daily run that the brakes stop,
    /// need an approval with the numbers of the plan. What cannot be made is held with the reason. A run that is interrupted goes on with the next.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="approval">Who wants it; <see langword="null"/> for an automatic run.</param>
    /// <param name="cancellationToken">Ends it after the mail at hand.</param>
    public async ValueTask<MailRunResult> PrepareAsync(string batch, MailApproval? approval, CancellationToken cancellationToken)
    {
        MailPlan plan = await PlanAsync(batch, cancellationToken).ConfigureAwait(false);
        if (WhyNot(plan, approval) is { Count: > 0 } stops)
            return new MailRunResult(0, 0, new Dictionary<string, string>(), stops);
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        (int mails, long rows) = (0, 0);
        foreach (PlannedMail planned in plan.Mails)
        {
            long after = 0;
            while (await ReadAsync(planned, after, cancellationToken).ConfigureAwait(false) is { Count: > 0 } some)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = some[^1].Id;
                long[] ids = [.. some.Select(static row => row.Id)];
                string ticket = await store.NextTicketAsync(cancellationToken).ConfigureAwait(false);
                ComposedMail made = composer.Compose(some, new MailOccasion { Ticket = ticket, DivertedTo = Settings.ExerciseRecipient });
                if (!made.IsMade)
                {
                    held[planned.Recipient] = made.Refusal;
                    await store.HoldAsync(new DirectiveSelection(batch) { Ids = ids }, made.Refusal, cancellationToken).ConfigureAwait(false);
                }
                else if (await store.PrepareAsync(made.Mail, ids, cancellationToken).ConfigureAwait(false))
                {
                    mails++;
                    rows += some.Count;
                }
                else
                {
                    held[planned.Recipient] = "its events changed meanwhile, or the mail is in the outbox already";
                }
            }
        }

        return new MailRunResult(mails, rows, held, []);
    }

    /// <summary>Makes a mail of a plan as it would be sent, to look at; where it would be several, the first.</summary>
    /// <param name="planned">The plan's entry.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The mail, or why it would be held; <see langword="null"/> where nothing of it is pending any more.</returns>
    public async ValueTask<ComposedMail?> PreviewAsync(PlannedMail planned, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(planned);
        IReadOnlyList<StoredDirective> rows = await ReadAsync(planned, 0, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : composer.Compose(rows, new MailOccasion { DivertedTo = Settings.ExerciseRecipient });
    }

    /// <summary>Puts a mail of a plan into the outbox for somebody else, as a test: it says so, and settles nothing.</summary>
    /// <param name="planned">The plan's entry.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The mail, or why it cannot be made; <see langword="null"/> where nothing of it is pending any more.</returns>
    public async ValueTask<ComposedMail?> PrepareTestAsync(PlannedMail planned, string to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(planned);
        ArgumentNullException.ThrowIfNull(to);
        if (!BareAddress.IsOne(to))
            return new ComposedMail($"'{to}' is no address that mail can be sent to");
        IReadOnlyList<StoredDirective> rows = await ReadAsync(planned, 0, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
            return null;
        ComposedMail made = composer.Compose(rows, new MailOccasion { DivertedTo = to });
        if (made.IsMade)
            await store.PrepareAsync(made.Mail, [], cancellationToken).ConfigureAwait(false);
        return made;
    }

    private static List<string> WhyNot(MailPlan plan, MailApproval? approval)
    {
        if (approval is null)
            return plan.Batch == Directive.Daily ? [.. plan.Stops] : ["it is a batch of its own, and somebody has to approve it"];
        return approval.Recipients == plan.Recipients && approval.Rows == plan.Rows
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{approval.Recipients} recipients and {approval.Rows} events were approved, and there are {plan.Recipients} and {plan.Rows}")];
    }

    private async Task<bool> HoldUnreachableAsync(string batch, IReadOnlyList<DirectiveGroup> groups, CancellationToken cancellationToken)
    {
        string[] recipients = [.. groups.Where(static group => group.State == DirectiveState.Pending).Select(static group => group.Recipient).Distinct()];
        Dictionary<string, string> reasons = (await store.FindDisabledAsync(recipients, cancellationToken).ConfigureAwait(false)).ToDictionary(static one => one.Address, static one => $"the address is disabled: {one.Reason}", StringComparer.Ordinal);
        foreach (string recipient in recipients.Where(static recipient => !BareAddress.IsOne(recipient)))
            reasons[recipient] = "the recipient is no address that mail can be sent to";
        foreach ((string recipient, string reason) in reasons)
            await store.HoldAsync(new DirectiveSelection(batch) { Recipient = recipient }, reason, cancellationToken).ConfigureAwait(false);
        return reasons.Count > 0;
    }

    private async Task<IReadOnlyList<string>> StopsAsync(string batch, List<PlannedMail> mails, CancellationToken cancellationToken)
    {
        MailBrakes brakes = Settings.Brakes;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        IReadOnlyList<MailDay> days = await store.ReadDaysAsync(batch, today.AddDays(-brakes.Days), cancellationToken).ConfigureAwait(false);
        long rows = mails.Sum(static mail => mail.Rows);
        int recipients = mails.Select(static mail => mail.Recipient).Distinct().Count();
        // What was prepared today is part of what today may be.
        MailDay? begun = days.FirstOrDefault(day => day.Day == today);
        var stops = brakes.Complain([.. days.Where(day => day.Day < today)], mails.Count + (begun?.Mails ?? 0), recipients + (begun?.Recipients ?? 0), rows + (begun?.Rows ?? 0)).ToList();
        if (mails.Count == 0)
            return [];
        foreach (PlannedMail mail in mails.Where(mail => mail.LastMail is null && mail.Rows > brakes.NewRecipientRows))
            stops.Add(string.Create(CultureInfo.InvariantCulture, $"{mail.Recipient} was never sent a mail, and would get {mail.Rows} events"));
        return stops;
    }

    // As many as one mail takes.
    private async Task<IReadOnlyList<StoredDirective>> ReadAsync(PlannedMail planned, long after, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredDirective> rows = await store.FindAsync(
            new DirectiveQuery
            {
                Batch = planned.Batch,
                Recipient = planned.Recipient,
                Language = planned.Language,
                Protection = planned.Protection,
                State = DirectiveState.Pending,
                After = after,
                Limit = Math.Clamp(Settings.MaxRows, 1, DirectiveQuery.MaxLimit),
            },
            cancellationToken).ConfigureAwait(false);
        int reports = 0;
        int end = 0;
        while (end < rows.Count && (rows[end].Directive.Format != AttachmentFormat.Xarf || ++reports <= Settings.MaxReports))
            end++;
        return end == rows.Count ? rows : [.. rows.Take(end)];
    }
}
