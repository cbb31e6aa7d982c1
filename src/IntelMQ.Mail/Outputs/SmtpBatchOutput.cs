using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using MailKit.Net.Smtp;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// Gathers events by abuse contact, and sends each contact one mail with a packed table of them when the host asks for it
/// (<see cref="SendMailsAsync"/>), such as once a day. Events wait in the pipeline's state, which outlives the process where the pipeline has
/// a durable one. Events without an abuse contact are passed over, one that comes a second time while it waits is one row.
/// </summary>
[Bot("intelmq.bots.outputs.smtp_batch.output", BotKind.Output, Summary = "Gathers events, and sends each abuse contact one mail with a table of them.")]
public sealed partial class SmtpBatchOutput : Output
{
    private const int MaxTemplate = 1 << 20;

    private readonly SmtpBatchOutputOptions _options;
    private readonly MailServer _server;
    private readonly OpenPgpSigner? _signer;
    private readonly WaitingEvents _waiting;
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <inheritdoc cref="SmtpBatchOutput(SmtpBatchOutputOptions)"/>
    public SmtpBatchOutput(SmtpBatchOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _server = options.ToServer();
        _signer = options.ToSigner();
        _waiting = new WaitingEvents(State.Values("waiting"), services.Schema);
    }

    /// <summary>Looks whether there is what the login needs, whether the files can be read, and whether the key signs.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (MailLogin.ComplaintAbout(_server, Services) is { } complaint)
            throw new BotConfigurationException(Module, [complaint]);
        // The rest would be taken for data, and the signature would be one of other data.
        if (_options.GpgPass?.Reveal().AsSpan().ContainsAny('\r', '\n') == true)
            throw new BotConfigurationException(Module, ["gpg_pass has a line break: a passphrase is one line."]);
        try
        {
            NewMail();
            if (_signer is not null)
                await _signer.SignAsync([], cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }
    }

    /// <summary>Keeps events until their mails are asked for.</summary>
    /// <inheritdoc/>
    public override ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (Event message in batch)
        {
            if (message.TryGet(Fields.Source.AbuseContact, out string? contact) && !string.IsNullOrWhiteSpace(contact))
                _waiting.Add(contact, message);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>What waits, by contact. May be called by any thread while the pipeline runs.</summary>
    public IReadOnlyList<SmtpBatchContact> ReadWaiting()
        => [.. _waiting.Read().Select(static contact => new SmtpBatchContact(contact.Contact, [.. contact.Entries.Select(static entry => entry.Json)]))];

    /// <summary>
    /// Sends each contact its mail, and forgets its events; what is not sent waits for the next call. A mail that the server finds too large
    /// becomes two. May be called by any thread while the pipeline runs; two calls come one after the other.
    /// </summary>
    /// <param name="cancellationToken">Ends it; what is sent is sent.</param>
    /// <exception cref="IOException">A file that the parameters name cannot be read, or the state cannot be written.</exception>
    public Task<SmtpBatchResult> SendMailsAsync(CancellationToken cancellationToken) => SendAllAsync(isTest: false, cancellationToken);

    /// <summary>Sends all mails to the tester (<c>testing_to</c>) and forgets nothing.</summary>
    /// <inheritdoc cref="SendMailsAsync(CancellationToken)"/>
    public Task<SmtpBatchResult> SendTestMailsAsync(CancellationToken cancellationToken) => SendAllAsync(isTest: true, cancellationToken);

    private async Task<SmtpBatchResult> SendAllAsync(bool isTest, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        var connection = new SmtpConnection(_server, Services);
        try
        {
            SmtpBatchMail mail = NewMail();
            var failed = new List<SmtpBatchFailure>();
            (int mails, int events) = (0, 0);
            bool isAway = false;
            // Those that wait longest are taken first, and sent by address.
            foreach (WaitingContact contact in _waiting.Read().Take(_options.LimitResults ?? int.MaxValue).OrderBy(contact => mail.AddressOf(contact.Contact), StringComparer.Ordinal))
            {
                WaitingEvent[] rows = [.. contact.Entries.Where(IsYoung)];
                if (rows.Length == 0)
                    continue;
                try
                {
                    if (isAway)
                        throw new MailServiceException($"{_server} did not take an earlier mail.");
                    mails += await SendAsync(connection, mail, contact.Contact, rows, isTest, cancellationToken).ConfigureAwait(false);
                    events += rows.Length;
                }
                catch (Exception exception) when (exception is RefusedException or MailServiceException)
                {
                    // One refusal is one contact's matter; a server that is away is away for all.
                    isAway |= exception is MailServiceException;
                    failed.Add(new SmtpBatchFailure(contact.Contact, exception.Message));
                    Log.ContactFailed(contact.Contact, exception.Message);
                    continue;
                }

                if (!isTest)
                    await _waiting.RemoveAsync(contact.Entries, cancellationToken).ConfigureAwait(false);
            }

            Log.BatchSent(mails, events, failed.Count);
            return new SmtpBatchResult(mails, events, failed);
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            _gate.Release();
        }
    }

    private async Task<int> SendAsync(SmtpConnection connection, SmtpBatchMail mail, string contact, ArraySegment<WaitingEvent> rows, bool isTest, CancellationToken cancellationToken)
    {
        OutgoingMail made = mail.Make(contact, rows, Services.Time.GetLocalNow(), isTest);
        if (_signer is not null)
            made.Message.Body = await _signer.SignAsync(made.Message.Body!, cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<RefusedRecipient> refused = await connection.SendAsync(made.Message, made.Sender, made.Recipients, cancellationToken).ConfigureAwait(false);
            foreach (RefusedRecipient recipient in refused)
                Log.RecipientRefused(recipient.Address, recipient.Reason);
            return 1;
        }
        catch (RefusedException exception) when (rows.Count > 1 && exception.InnerException is SmtpCommandException { StatusCode: SmtpStatusCode.ExceededStorageAllocation })
        {
            // Too large.
            int half = rows.Count / 2;
            return await SendAsync(connection, mail, contact, rows[..half], isTest, cancellationToken).ConfigureAwait(false)
                + await SendAsync(connection, mail, contact, rows[half..], isTest, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsYoung(WaitingEvent entry)
        => _options.IgnoreOlderThanDays is not { } days || !entry.Message.TryGet(Fields.Time.Observation, out DateTimeOffset observed) || observed >= Services.Time.GetUtcNow() - TimeSpan.FromDays(days);

    private SmtpBatchMail NewMail()
    {
        string text = string.IsNullOrEmpty(_options.MailTemplate) ? "" : Read("mail_template", _options.MailTemplate);
        var alternatives = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(_options.AlternativeMails))
        {
            foreach (string line in Read("alternative_mails", _options.AlternativeMails).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                string[] cells = line.Split(',', 2, StringSplitOptions.TrimEntries);
                if (cells.Length == 2)
                    alternatives[cells[0].Trim('"')] = cells[1].Trim('"');
            }
        }

        return new SmtpBatchMail(_options, text, alternatives);
    }

    private static string Read(string parameter, string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxTemplate })
                throw new IOException("it has more than 1 MiB");
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new IOException($"{parameter} is '{path}', which cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
