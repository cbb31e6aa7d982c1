using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Sending;

/// <summary>One round of sending, by several workers.</summary>
internal sealed class MailRound(IOutbox outbox, IMailTransport transport, MailSenderOptions options, TimeProvider time, string owner, string? batch, IProgress<SentMail>? progress) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    // The domain is known only when a mail is taken; two workers that take at once would send to one domain twice.
    private readonly SemaphoreSlim _taking = new(1, 1);

    public SendResult Result { get; private set; } = new();

    public void Dispose() => _taking.Dispose();

    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        IMailConnection connection = transport.Connect();
        await using (connection.ConfigureAwait(false))
        {
            while (!cancellationToken.IsCancellationRequested && Result.Stopped is null)
            {
                (StoredMail? mail, DateTimeOffset? wait) = await TakeAsync().ConfigureAwait(false);
                if (mail is not null)
                    await SendAsync(connection, mail).ConfigureAwait(false);
                else if (wait is not { } until)
                    return;
                else if (!await WaitAsync(until, cancellationToken).ConfigureAwait(false))
                    return;
            }
        }
    }

    private async Task SendAsync(IMailConnection connection, StoredMail mail)
    {
        MailDelivery delivery = await connection.DeliverAsync(mail.Mail).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        MailState state = delivery.Outcome switch
        {
            DeliveryOutcome.Accepted => MailState.Accepted,
            DeliveryOutcome.Refused => MailState.Failed,
            DeliveryOutcome.Uncertain => MailState.Uncertain,
            _ => now - mail.Prepared >= options.GiveUpAfter ? MailState.Failed : MailState.Prepared,
        };
        string words = state == MailState.Failed && delivery.Outcome != DeliveryOutcome.Refused ? MailSender.GaveUp(mail, delivery.Words) : delivery.Words;
        await outbox.SettleAsync(mail.Mail.Id, state, words, NextTry(mail, state, delivery, now), CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            Result = state switch
            {
                MailState.Accepted => Result with { Accepted = Result.Accepted + 1 },
                MailState.Failed => Result with { Failed = Result.Failed + 1 },
                MailState.Uncertain => Result with { Uncertain = Result.Uncertain + 1 },
                _ => Result with { Later = Result.Later + 1 },
            };
            // The next mail would find no server either.
            if (delivery.Outcome == DeliveryOutcome.Unreachable)
                Result = Result with { Stopped = Result.Stopped ?? delivery.Words };
        }

        progress?.Report(new SentMail(mail.Mail, state, words));
    }

    // That no server is there says nothing about the mail.
    private DateTimeOffset? NextTry(StoredMail mail, MailState state, MailDelivery delivery, DateTimeOffset now)
        => state != MailState.Prepared ? null : delivery.Outcome == DeliveryOutcome.Unreachable ? now + options.FirstRetry : MailSender.NextTry(mail, options, now);

    private async Task<(StoredMail? Mail, DateTimeOffset? Wait)> TakeAsync()
    {
        await _taking.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            string[] resting;
            DateTimeOffset? first;
            lock (_gate)
            {
                resting = [.. _next.Where(pair => pair.Value > now).Select(static pair => pair.Key)];
                first = resting.Length == 0 ? null : resting.Min(domain => _next[domain]);
            }

            // Once begun, taking is brought to an end: a mail that is marked must reach a worker.
            StoredMail? mail = await outbox.TakeAsync(owner, batch, resting, CancellationToken.None).ConfigureAwait(false);
            if (mail is null)
                return (null, first);
            if (options.MailsPerMinuteAndDomain > 0)
            {
                lock (_gate)
                    _next[mail.Mail.Domain] = now + (TimeSpan.FromMinutes(1) / options.MailsPerMinuteAndDomain);
            }

            return (mail, null);
        }
        finally
        {
            _taking.Release();
        }
    }

    private async Task<bool> WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan wait = until - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
