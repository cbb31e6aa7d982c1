using System.Net.Sockets;
using IntelMQ.Hosting.Operation;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IntelMQ.Tool.Operating;

/// <summary>Sends notices as a mail, a line for each.</summary>
internal sealed class MailAlertSender(AlertMail mail) : IAlertSender
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public string Name => $"{mail.Host}:{mail.Port}";

    public async Task SendAsync(IReadOnlyList<AlertNotice> notices, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new MimeMessage();
            message.From.Add(MailboxAddress.Parse(mail.From));
            message.To.AddRange(mail.To.Select(static address => MailboxAddress.Parse(address)));
            message.Subject = notices.Count == 1 ? $"IntelMQ: {notices[0]}" : $"IntelMQ: {notices.Count} alerts";
            message.Body = new TextPart("plain") { Text = string.Concat(notices.Select(static notice => $"{notice}\n")) };
            using var client = new SmtpClient { Timeout = (int)Timeout.TotalMilliseconds };
            // Where the server offers no encryption, a password is not sent.
            SecureSocketOptions security = mail.Port == 465 ? SecureSocketOptions.SslOnConnect : mail.Password is null ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;
            await client.ConnectAsync(mail.Host, mail.Port, security, cancellationToken).ConfigureAwait(false);
            if (mail is { User: { } user, Password: { } password })
                await client.AuthenticateAsync(user, password.Reveal(), cancellationToken).ConfigureAwait(false);
            await client.SendAsync(message, cancellationToken).ConfigureAwait(false);
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MailKit.ProtocolException or MailKit.CommandException or AuthenticationException or SslHandshakeException or SocketException or NotSupportedException or ParseException or TimeoutException)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
