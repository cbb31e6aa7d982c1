using System.Globalization;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Sending;

/// <summary>
/// Gives what waits in an outbox to a mail server. Each mail is marked before the server hears of it, and what became of it is written down after:
/// so a kill leaves at most as many uncertain mails as connections were open, and forgets none.
/// </summary>
/// <param name="outbox">The outbox.</param>
/// <param name="transport">The way to the server.</param>
/// <param name="options">How fast.</param>
/// <param name="time">The clock.</param>
public sealed class MailSender(IOutbox outbox, IMailTransport transport, MailSenderOptions options, TimeProvider time)
{
    /// <summary>Sends what can be sent now; what is put off waits for another round.</summary>
    /// <param name="batch">Only of this batch; <see langword="null"/> for all.</param>
    /// <param name="progress">Told of each mail with what became of it, by the threads that send; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Pauses: the mails that are on their way are brought to an end, and no more are begun.</param>
    /// <exception cref="IOException">The outbox gives no service.</exception>
    public async ValueTask<SendResult> SendAsync(string? batch, IProgress<SentMail>? progress, CancellationToken cancellationToken)
    {
        if ((await outbox.ReadHoldAsync(cancellationToken).ConfigureAwait(false)) is { IsHeld: true } hold)
            return new SendResult { Stopped = $"All mail is held: {hold.Reason}" };
        string owner = Guid.NewGuid().ToString("N");
        if (!await outbox.LeaseAsync(owner, options.Lease, cancellationToken).ConfigureAwait(false))
            return new SendResult { Stopped = "Another program is sending." };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var round = new MailRound(outbox, transport, options, time, owner, batch, progress);
        Task renewing = RenewAsync(owner, end);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(() => round.WorkAsync(end.Token), CancellationToken.None))).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
            await outbox.EndLeaseAsync(owner, CancellationToken.None).ConfigureAwait(false);
        }

        return round.Result with { Stopped = round.Result.Stopped ?? (cancellationToken.IsCancellationRequested ? "It was paused." : null) };
    }

    // One that lost its lease takes no more mails: the outbox gives it none.
    private async Task RenewAsync(string owner, CancellationTokenSource end)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.Lease / 3, time, end.Token).ConfigureAwait(false);
                if (!await outbox.LeaseAsync(owner, options.Lease, end.Token).ConfigureAwait(false))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // The round has ended.
        }
        catch (IOException)
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    internal static DateTimeOffset NextTry(StoredMail mail, MailSenderOptions options, DateTimeOffset now)
    {
        double factor = Math.Pow(3, Math.Min(mail.Attempts - 1, 20));
        TimeSpan wait = TimeSpan.FromTicks((long)Math.Min(options.LongestRetry.Ticks, options.FirstRetry.Ticks * factor));
        return now + wait;
    }

    internal static string GaveUp(StoredMail mail, string words)
        => string.Create(CultureInfo.InvariantCulture, $"given up after {mail.Attempts} tries, the last: {words}");
}
