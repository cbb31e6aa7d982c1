using System.Globalization;
using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using MailKit.Net.Smtp;
using MimeKit;
using OutgoingMail = IntelMQ.Notifications.Outbox.OutgoingMail;

namespace IntelMQ.Notifications.Sending;

/// <summary>A connection by SMTP that tells what was surely not taken from what nobody can know.</summary>
internal sealed class SmtpMailConnection(MailServer server, BotServices services) : IMailConnection
{
    private RecipientClient? _client;

    public async ValueTask<MailDelivery> DeliverAsync(OutgoingMail mail)
    {
        MimeMessage message;
        MailboxAddress sender, recipient;
        try
        {
            using var content = new MemoryStream(mail.Content.ToArray());
            message = await MimeMessage.LoadAsync(content).ConfigureAwait(false);
            (sender, recipient) = (MailboxAddress.Parse(mail.Sender), MailboxAddress.Parse(mail.SentTo));
        }
        catch (FormatException exception)
        {
            return new MailDelivery(DeliveryOutcome.Refused, $"The mail is none: {exception.Message}");
        }

        bool isOld = _client is not null;
        MailDelivery delivery = await TryAsync(message, sender, recipient).ConfigureAwait(false);
        // Servers end connections that rest, or that had enough mails.
        return isOld && _client is null && delivery.Outcome == DeliveryOutcome.Unreachable ? await TryAsync(message, sender, recipient).ConfigureAwait(false) : delivery;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not { } client)
            return;
        _client = null;
        await MailLogin.EndAsync(client, server.Timeout, services.Time, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<MailDelivery> TryAsync(MimeMessage message, MailboxAddress sender, MailboxAddress recipient)
    {
        RecipientClient? client = _client;
        try
        {
            using var late = new Deadline(server.Timeout * 3, services.Time, CancellationToken.None);
            if (client is not { IsConnected: true })
            {
                client?.Dispose();
                _client = null;
                client = new RecipientClient();
                await MailLogin.ConnectAsync(client, server, services, late.Token).ConfigureAwait(false);
                _client = client;
            }

            client.Begin();
            string answer = await client.SendAsync(message, sender, [recipient], late.Token).ConfigureAwait(false);
            return RefusalOf(client) ?? new MailDelivery(DeliveryOutcome.Accepted, answer);
        }
        catch (SmtpCommandException exception)
        {
            // The server has answered: it has not taken the mail.
            if (!client!.IsConnected)
                Drop(client);
            return RefusalOf(client) ?? new MailDelivery((int)exception.StatusCode >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Later, string.Create(CultureInfo.InvariantCulture, $"{(int)exception.StatusCode}: {exception.Message}"));
        }
#pragma warning disable CA1031 // Whatever happens, it has to be written down what is known of the mail.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            bool wasConnected = _client is not null;
            bool wasOnItsWay = wasConnected && client!.IsWritingData;
            Drop(client);
            string words = MailLogin.Explain(exception, server)?.Message ?? $"The mail cannot be sent to {server}: {exception.Message}";
            if (wasOnItsWay)
                return new MailDelivery(DeliveryOutcome.Uncertain, $"{words} The server may have the mail.");
            // Before the first byte is sent: what this server cannot be told.
            return new MailDelivery(wasConnected && exception is (NotSupportedException or ArgumentException) ? DeliveryOutcome.Refused : DeliveryOutcome.Unreachable, words);
        }
#pragma warning restore CA1031
    }

    private static MailDelivery? RefusalOf(RecipientClient client)
        => client is { IsWritingData: false, Refused: [{ } refused, ..] } ? new MailDelivery(refused.IsFinal ? DeliveryOutcome.Refused : DeliveryOutcome.Later, refused.Reason) : null;

    private void Drop(RecipientClient? client)
    {
        _client = null;
        client?.Dispose();
    }
}
