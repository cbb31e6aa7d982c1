using System.Globalization;
using IntelMQ.Jobs;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.OneShots.Batches;

// Recipients, confirmation and sending.
public sealed partial class OneShotDesk
{
    private const int Page = 10_000;

    /// <summary>Enters contacts for this one-shot alone; they count before all others. Contacts have to be looked up again.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="entered">All that are entered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is confirmed already, or an entry cannot be read.</exception>
    public async Task<OneShot> SetEnteredAsync(string id, IReadOnlyList<EnteredContact> entered, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entered);
        var complaints = new List<string>();
        foreach (EnteredContact each in entered)
        {
            if (!ContactObject.TryParse(each.Object, out _))
                complaints.Add($"'{Text.Printable.Of(each.Object)}' is no network, AS, country or name.");
            if (!BareAddress.IsOne(each.Email))
                complaints.Add($"'{Text.Printable.Of(each.Email)}' is no e-mail address.");
        }

        if (complaints.Count > 0)
            throw new OneShotRefusedException(complaints);
        OneShot changed = await ChangeAsync(id, oneShot =>
        {
            NeedDraft(oneShot);
            return oneShot with { Entered = entered, Contacts = null, Revision = oneShot.Revision + 1 };
        }, cancellationToken).ConfigureAwait(false);
        await _options.Notifications.DropAsync(new DirectiveSelection(changed.Batch), "contacts were entered", cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>Sets what the mails say, and whether cooldown is passed over.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="texts">The texts, each language once.</param>
    /// <param name="passesCooldown">Whether recipients are told again what they were told within its cooldown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is confirmed already, or a text cannot be used.</exception>
    public async Task<OneShot> SetTextsAsync(string id, IReadOnlyList<OneShotText> texts, bool passesCooldown, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var complaints = new List<string>(OneShotTexts.Complaints(texts));
        if (complaints.Count > 0)
            throw new OneShotRefusedException(complaints);
        OneShot before = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new OneShotRefusedException("There is no such one-shot.");
        OneShot changed = await ChangeAsync(id, oneShot =>
        {
            NeedDraft(oneShot);
            bool again = oneShot.PassesCooldown != passesCooldown;
            return oneShot with { Texts = texts, PassesCooldown = passesCooldown, Contacts = again ? null : oneShot.Contacts, Revision = oneShot.Revision + (again ? 1 : 0) };
        }, cancellationToken).ConfigureAwait(false);

        // Whether it passes is kept with each directive.
        if (before.PassesCooldown != passesCooldown && before.Round > 0)
            await _options.Notifications.DropAsync(new DirectiveSelection(before.Batch), "cooldown counts otherwise", cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>What each recipient is told, and what is held back or left out, with the reason.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<DirectiveGroup>> GroupsAsync(OneShot oneShot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        return oneShot.Round == 0 ? [] : await _options.Notifications.GroupAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a recipient, each with the explanation as it stood.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="after">Only those behind this <see cref="StoredDirective.Id"/>; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<StoredDirective>> RowsAsync(OneShot oneShot, string recipient, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        return await _options.Notifications.FindAsync(new DirectiveQuery { Batch = oneShot.Batch, Recipient = recipient, After = after, Limit = limit }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Leaves a recipient out.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="who">Who decides it.</param>
    /// <param name="why">Why; may be empty.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows.</returns>
    public async Task<int> ExcludeAsync(string id, string recipient, string who, string why, CancellationToken cancellationToken)
    {
        OneShot oneShot = await DraftAsync(id, cancellationToken).ConfigureAwait(false);
        return await _options.Notifications.DropAsync(new DirectiveSelection(oneShot.Batch) { Recipient = recipient }, $"left out by {who}{(why.Length == 0 ? "" : $": {Text.Printable.Of(why)}")}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells another recipient what one would be told. Whoever asks has seen the rows.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="other">The other e-mail address.</param>
    /// <param name="who">Who decides it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="OneShotRefusedException">The other is no e-mail address.</exception>
    public async Task<int> ReplaceAsync(string id, string recipient, string other, string who, CancellationToken cancellationToken)
    {
        OneShot oneShot = await DraftAsync(id, cancellationToken).ConfigureAwait(false);
        NeedAddress(other);
        int changed = await _options.Notifications.ReplaceRecipientAsync(new DirectiveSelection(oneShot.Batch) { Recipient = recipient }, other, $"{who} replaced {recipient}", cancellationToken).ConfigureAwait(false);
        await _options.Notifications.HoldToldAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>Tells another recipient also what one is told.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="other">The other e-mail address.</param>
    /// <param name="who">Who decides it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="OneShotRefusedException">The other is no e-mail address.</exception>
    public async Task<int> AddAsync(string id, string recipient, string other, string who, CancellationToken cancellationToken)
    {
        OneShot oneShot = await DraftAsync(id, cancellationToken).ConfigureAwait(false);
        NeedAddress(other);
        int added = 0;
        long after = 0;
        while (await _options.Notifications.FindAsync(new DirectiveQuery { Batch = oneShot.Batch, Recipient = recipient, State = DirectiveState.Pending, After = after, Limit = Page }, cancellationToken).ConfigureAwait(false) is { Count: > 0 } rows)
        {
            after = rows[^1].Id;
            added += await _options.Notifications.AddAsync(
                [.. rows.Select(row => row.Directive with { Recipient = other, ContactSource = "", ContactObject = "", Explanation = $"{who} added {other} to what {recipient} is told\n{row.Directive.Explanation}" })],
                cancellationToken).ConfigureAwait(false);
        }

        await _options.Notifications.HoldToldAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
        return added;
    }

    /// <summary>Lets what is held back go on to a recipient, such as what cooldown holds.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many rows.</returns>
    public async Task<int> ReleaseAsync(string id, string recipient, CancellationToken cancellationToken)
    {
        OneShot oneShot = await DraftAsync(id, cancellationToken).ConfigureAwait(false);
        return await _options.Notifications.ReleaseAsync(new DirectiveSelection(oneShot.Batch) { Recipient = recipient }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a recipient's mail as it would be sent, to look at.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="recipient">The e-mail address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The mail, or why it would be held; <see langword="null"/> where nothing is pending for the recipient.</returns>
    public async Task<ComposedMail?> PreviewMailAsync(OneShot oneShot, string recipient, CancellationToken cancellationToken)
        => await PlannedAsync(oneShot, recipient, cancellationToken).ConfigureAwait(false) is { } planned
            ? await RunOf(oneShot).PreviewAsync(planned, cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<PlannedMail?> PlannedAsync(OneShot oneShot, string recipient, CancellationToken cancellationToken)
        => (await GroupsAsync(oneShot, cancellationToken).ConfigureAwait(false)).FirstOrDefault(group => group.State == DirectiveState.Pending && group.Recipient == recipient) is { } group
            ? new PlannedMail(oneShot.Batch, group.Recipient, group.Language, group.Protection, group.Rows)
            : null;

    internal MailRun RunOf(OneShot oneShot) => new(_options.Notifications, new MailComposer(OneShotTexts.ForMails(oneShot.Texts), _options.Mails, _options.Time), _options.Time);

    /// <summary>What would be sent: to how many recipients, about how many rows.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(long Recipients, long Rows)> CountAsync(OneShot oneShot, CancellationToken cancellationToken)
    {
        DirectiveGroup[] pending = [.. (await GroupsAsync(oneShot, cancellationToken).ConfigureAwait(false)).Where(static group => group.State == DirectiveState.Pending)];
        return (pending.Select(static group => group.Recipient).Distinct(StringComparer.Ordinal).Count(), pending.Sum(static group => group.Rows));
    }

    /// <summary>Confirms a one-shot; after the time to take it back its mails are sent.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="who">Who confirms it.</param>
    /// <param name="typed">How many recipients it has, as somebody typed it. It has to be so.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">It is not so, another person is needed, or there is nothing to send.</exception>
    public async Task<OneShot> ConfirmAsync(string id, string who, long typed, CancellationToken cancellationToken)
    {
        OneShot oneShot = await DraftAsync(id, cancellationToken).ConfigureAwait(false);
        if (oneShot.Contacts is null)
            throw new OneShotRefusedException("Contacts were not looked up since something changed.");
        (long recipients, long rows) = await CountAsync(oneShot, cancellationToken).ConfigureAwait(false);
        if (recipients == 0)
            throw new OneShotRefusedException("There is nobody to be told.");
        if (_options.NeedsSecondPerson && who == oneShot.Owner)
            throw new OneShotRefusedException($"Somebody other than {oneShot.Owner} has to confirm it.");
        if (typed != recipients)
            throw new OneShotRefusedException(string.Create(CultureInfo.InvariantCulture, $"{typed} was typed, and there are {recipients} recipients."));
        DateTimeOffset now = _options.Time.GetUtcNow();
        OneShot confirmed = await _options.Store.SaveAsync(
            oneShot with { State = OneShotState.Confirmed, Confirmation = new OneShotConfirmation(who, now, now + _options.UndoTime, recipients, rows) },
            cancellationToken).ConfigureAwait(false) ?? throw Changed();
        await _options.Jobs.AddAsync(new JobRequest(OneShotWork.Send, who) { Id = confirmed.JobOf(OneShotWork.Send), Arguments = ArgumentsOf(confirmed), Due = confirmed.Confirmation!.NotBefore }, CancellationToken.None).ConfigureAwait(false);
        return confirmed;
    }

    /// <summary>Takes a confirmation back, as long as no mail was tried: the one-shot is a draft again.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OneShotRefusedException">Mails are on their way.</exception>
    public async Task<OneShot> TakeBackAsync(string id, CancellationToken cancellationToken)
    {
        OneShot oneShot = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new OneShotRefusedException("There is no such one-shot.");
        if (oneShot.State != OneShotState.Confirmed)
            return oneShot;
        Job? job = await _options.Jobs.DemandAsync(oneShot.JobOf(OneShotWork.Send), JobDemand.Cancel, cancellationToken).ConfigureAwait(false);
        if (job is { State: not JobState.Cancelled } || (await _options.Notifications.CountMailsAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false)).Values.Sum() > 0)
            throw new OneShotRefusedException("Sending has begun. It can be paused, not taken back.");
        return await ChangeAsync(id, static each => each with { State = OneShotState.Draft, Confirmation = null, Revision = each.Revision + 1 }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Pauses sending, or lets it go on.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="isPaused">Whether it rests.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PauseAsync(OneShot oneShot, bool isPaused, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        await _options.Jobs.DemandAsync(oneShot.JobOf(OneShotWork.Send), isPaused ? JobDemand.Pause : JobDemand.Resume, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a draft up: nothing of it is sent, its file is removed.</summary>
    /// <param name="id">The one-shot.</param>
    /// <param name="who">Who decides it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task GiveUpAsync(string id, string who, CancellationToken cancellationToken)
    {
        OneShot oneShot = await ChangeAsync(id, static each =>
        {
            NeedDraft(each);
            return each with { State = OneShotState.GivenUp };
        }, cancellationToken).ConfigureAwait(false);
        await _options.Notifications.DropAsync(new DirectiveSelection(oneShot.Batch), $"{who} gave the one-shot up", cancellationToken).ConfigureAwait(false);
        _options.Uploads.Remove(oneShot.UploadId);
    }

    /// <summary>The mails of a one-shot, those made last first.</summary>
    /// <param name="oneShot">The one-shot.</param>
    /// <param name="skip">How many are passed over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<StoredMail>> MailsAsync(OneShot oneShot, int skip, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(oneShot);
        return await _options.Notifications.FindMailsAsync(new MailQuery { Batch = oneShot.Batch, Skip = skip, Limit = limit }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OneShot> DraftAsync(string id, CancellationToken cancellationToken)
    {
        OneShot oneShot = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new OneShotRefusedException("There is no such one-shot.");
        NeedDraft(oneShot);
        return oneShot;
    }

    private static void NeedAddress(string text)
    {
        if (!BareAddress.IsOne(text))
            throw new OneShotRefusedException($"'{Text.Printable.Of(text)}' is no e-mail address.");
    }
}
