using System.Globalization;
using IntelMQ.Bots;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace IntelMQ.Mail.Connections;

/// <summary>Sends mails to one server, several over a connection. Used by one thread at a time.</summary>
internal sealed class SmtpConnection(MailServer server, BotServices services) : IAsyncDisposable
{
    private RecipientClient? _client;

    // A server may take so many mails over one connection; what went through before says that another connection will help.
    private int _sent;

    /// <summary>Sends a mail.</summary>
    /// <returns>The recipients that were refused while others were taken.</returns>
    /// <exception cref="MailServiceException">The server is not there, or refuses for now; the mail was not taken, or it is not known whether it was.</exception>
    /// <exception cref="RefusedException">The server refuses the mail or all recipients.</exception>
    public async Task<IReadOnlyList<RefusedRecipient>> SendAsync(MimeMessage message, MailboxAddress sender, IReadOnlyList<MailboxAddress> recipients, CancellationToken cancellationToken)
    {
        while (true)
        {
            int before = _sent;
            bool isNew = _client is null;
            try
            {
                RecipientClient client = _client ?? await OpenAsync(cancellationToken).ConfigureAwait(false);
                client.Begin();
                using var late = new Deadline(server.Timeout * 3, services.Time, cancellationToken);
                await client.SendAsync(message, sender, recipients, late.Token).ConfigureAwait(false);
                _sent++;
                return client.Refused;
            }
            catch (Exception exception) when (exception is not (RefusedException or MailServiceException { InnerException: null }) && !cancellationToken.IsCancellationRequested)
            {
                if (exception is SmtpCommandException && _client?.WhyAllRefused(server) is { } reason)
                    throw reason;
                bool wasTaken = _client?.IsWritingData ?? false;
                bool isOpen = _client?.IsConnected ?? false;
                if (exception is not SmtpCommandException || !isOpen)
                    await CloseAsync(CancellationToken.None).ConfigureAwait(false);
                // The server has had enough of this connection, not of this mail.
                if (!isNew && before > 0 && !wasTaken && _client is null && IsEndOfConnection(exception))
                    continue;
                throw Translate(exception);
            }
        }
    }

    /// <summary>Ends the connection, if there is one.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_client is not { } client)
            return;
        (_client, _sent) = (null, 0);
        await MailLogin.EndAsync(client, server.Timeout * 3, services.Time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(CancellationToken.None);

    private async Task<RecipientClient> OpenAsync(CancellationToken cancellationToken)
    {
        var client = new RecipientClient();
        try
        {
            using var late = new Deadline(server.Timeout * 3, services.Time, cancellationToken);
            await MailLogin.ConnectAsync(client, server, services, late.Token).ConfigureAwait(false);
            (_client, _sent) = (client, 0);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static bool IsEndOfConnection(Exception exception)
        => exception is SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable } or SmtpProtocolException or IOException or ServiceNotConnectedException;

    private Exception Translate(Exception exception)
    {
        if (exception is SmtpCommandException command)
        {
            string words = string.Create(CultureInfo.InvariantCulture, $"{server} answers {(int)command.StatusCode}: {command.Message}");
            return (int)command.StatusCode >= 500 ? new RefusedException(words, exception) : new MailServiceException(words, exception);
        }

        // Before the first byte is sent: an address that this server cannot be told.
        if (exception is NotSupportedException or ArgumentException or FormatException && _client is not null)
            return new RefusedException($"The mail cannot be sent to {server}: {exception.Message}", exception);
        return MailLogin.Explain(exception, server) ?? exception;
    }
}
