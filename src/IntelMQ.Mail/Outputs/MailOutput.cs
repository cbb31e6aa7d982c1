using System.Globalization;
using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Mail.Connections;
using IntelMQ.Messages;
using MimeKit;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// An output that sends a mail for each event. A mail that is sent again, since it is not known whether it arrived, has the same
/// Message-ID; one whose event the server refuses (5xx) is a failure with the server's words, and the other mails of the batch go on.
/// </summary>
public abstract class MailOutput : Output
{
    private readonly SentEvents _sent = new();
    private readonly ConditionalWeakTable<Event, HashSet<string>> _reached = [];
    private readonly SmtpConnection _connection;
    private readonly MailServer _server;

    private protected MailOutput(BotOptions options, Func<MailServer> server, BotServices services)
        : base(options, services)
    {
        _server = server();
        _connection = new SmtpConnection(_server, services);
    }

    /// <summary>Looks whether there is what the login needs; connects with the first mail.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
        => MailLogin.ComplaintAbout(_server, Services) is { } complaint ? throw new BotConfigurationException(Module, [complaint]) : ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RefusedException? refusal = null;
        int refused = 0;
        try
        {
            foreach (Event message in _sent.Left(batch))
            {
                try
                {
                    await SendAsync(message, cancellationToken).ConfigureAwait(false);
                    _sent.Note(message);
                }
                catch (RefusedException exception)
                {
                    refusal ??= exception;
                    refused++;
                }
            }
        }
        finally
        {
            await _connection.CloseAsync(cancellationToken).ConfigureAwait(false);
        }

        if (refusal is not null)
            throw batch.Count == 1 ? refusal : new RefusedException(string.Create(CultureInfo.InvariantCulture, $"{refusal.Message} ({refused} of {batch.Count} mails)"), refusal);
        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes an event's mail.</summary>
    /// <exception cref="RefusedException">The event does not give one.</exception>
    private protected abstract OutgoingMail Compose(Event message);

    private async Task SendAsync(Event message, CancellationToken cancellationToken)
    {
        OutgoingMail mail = Compose(message);
        HashSet<string> reached = _reached.TryGetValue(message, out HashSet<string>? known) ? known : [];
        MailboxAddress[] recipients = [.. mail.Recipients.Where(recipient => !reached.Contains(recipient.Address)).DistinctBy(static recipient => recipient.Address)];
        if (recipients.Length == 0)
            return;
        IReadOnlyList<RefusedRecipient> refused = await _connection.SendAsync(mail.Message, mail.Sender, recipients, cancellationToken).ConfigureAwait(false);
        foreach (RefusedRecipient final in refused.Where(static recipient => recipient.IsFinal))
            Log.RecipientRefused(final.Address, final.Reason);
        if (refused.FirstOrDefault(static recipient => !recipient.IsFinal) is not { } later)
            return;
        // The others have the mail: the next try is for those alone that were put off.
        reached.UnionWith(recipients.Select(static recipient => recipient.Address).Except(refused.Where(static recipient => !recipient.IsFinal).Select(static recipient => recipient.Address)));
        _reached.AddOrUpdate(message, reached);
        throw new MailServiceException($"{_server} answers for <{later.Address}> {later.Reason}");
    }
}
