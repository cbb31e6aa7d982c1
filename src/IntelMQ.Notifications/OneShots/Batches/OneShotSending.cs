using System.Globalization;
using IntelMQ.Jobs;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Outbox;
using IntelMQ.Notifications.Sending;

namespace IntelMQ.Notifications.OneShots.Batches;

/// <summary>
/// Makes and sends the mails of a confirmed one-shot, and of nothing else. It rests when it is told to, and after a restart goes on with what
/// the outbox has not given away: each mail is prepared once.
/// </summary>
/// <param name="desk">The desk.</param>
internal sealed class OneShotSending(OneShotDesk desk) : IJobHandler
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public string Kind => OneShotWork.Send;

    public async Task<string?> RunAsync(JobWork work, CancellationToken cancellationToken)
    {
        OneShotDeskOptions options = desk.Options;
        OneShot oneShot = await OneShotRowWork.OfAsync(desk, work.Job, cancellationToken).ConfigureAwait(false);
        if (oneShot is not { State: OneShotState.Confirmed, Confirmation: { } confirmation })
            throw new InvalidDataException("The one-shot is not confirmed any more.");
        MailRun run = desk.RunOf(oneShot);
        MailPlan plan = await run.PlanAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
        if (plan.Mails.Count > 0)
        {
            await NeedConfirmedAsync(oneShot, confirmation, plan, cancellationToken).ConfigureAwait(false);
            MailRunResult made = await run.PrepareAsync(oneShot.Batch, new MailApproval(plan.Recipients, plan.Rows, confirmation.By), cancellationToken).ConfigureAwait(false);
            if (made.Stops.Count > 0)
                throw new InvalidDataException(string.Join("; ", made.Stops));
        }

        var sender = new MailSender(options.Notifications, options.Transport, options.Sending, options.Time);
        while (true)
        {
            string? stopped = await SendAsync(work, oneShot, sender, cancellationToken).ConfigureAwait(false);
            if (await SaveAsync(work, oneShot, stopped, cancellationToken).ConfigureAwait(false))
                return null;
            await Task.Delay(Look * 2, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // What has grown since somebody looked at it is not what they confirmed.
    private async Task NeedConfirmedAsync(OneShot oneShot, OneShotConfirmation confirmation, MailPlan plan, CancellationToken cancellationToken)
    {
        DirectiveGroup[] mailed = [.. (await desk.GroupsAsync(oneShot, cancellationToken).ConfigureAwait(false)).Where(static group => group.State == DirectiveState.Mailed)];
        int recipients = plan.Mails.Select(static mail => mail.Recipient).Concat(mailed.Select(static group => group.Recipient)).Distinct(StringComparer.Ordinal).Count();
        long rows = plan.Rows + mailed.Sum(static group => group.Rows);
        if (recipients > confirmation.Recipients || rows > confirmation.Rows)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{confirmation.Recipients} recipients and {confirmation.Rows} rows were confirmed, and there are {recipients} and {rows}."));
    }

    private async Task<string?> SendAsync(JobWork work, OneShot oneShot, MailSender sender, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SendResult> sending = sender.SendAsync(oneShot.Batch, null, end.Token).AsTask();
        try
        {
            while (await Task.WhenAny(sending, Task.Delay(Look, desk.Options.Time, cancellationToken)).ConfigureAwait(false) != sending)
                await SaveAsync(work, oneShot, null, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The mails that are on their way come to their end.
            await end.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            throw;
        }

        return (await sending.ConfigureAwait(false)).Stopped;
    }

    private async Task<bool> SaveAsync(JobWork work, OneShot oneShot, string? note, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<MailState, long> counts = await desk.Options.Notifications.CountMailsAsync(oneShot.Batch, cancellationToken).ConfigureAwait(false);
        long total = counts.Values.Sum();
        long open = counts.GetValueOrDefault(MailState.Prepared) + counts.GetValueOrDefault(MailState.Sending);
        await work.SaveAsync(new JobProgress(total - open, total, note ?? ""), default, cancellationToken).ConfigureAwait(false);
        return open == 0;
    }
}
