using System.Globalization;
using IntelMQ.Bots;
using MailKit.Net.Smtp;
using MimeKit;

namespace IntelMQ.Mail.Connections;

/// <summary>A client that sends a mail to those recipients that the server takes, and keeps why it refuses the others.</summary>
internal sealed class RecipientClient : SmtpClient
{
    private List<RefusedRecipient> _refused = [];
    private int _accepted;

    /// <summary>The recipients of the last mail that were refused.</summary>
    public IReadOnlyList<RefusedRecipient> Refused => _refused;

    /// <summary>Whether the mail itself was on its way, so that it may have arrived.</summary>
    public bool IsWritingData => _accepted > 0;

    /// <summary>Forgets the last mail.</summary>
    public void Begin()
    {
        _refused = [];
        _accepted = 0;
    }

    /// <summary>Why nobody was accepted, so that the mail was not sent; null where somebody was. A refusal where nobody would be the next time.</summary>
    public Exception? WhyAllRefused(MailServer server)
    {
        if (_accepted > 0 || _refused.Count == 0)
            return null;
        RefusedRecipient worst = _refused.Find(static refused => !refused.IsFinal) ?? _refused[0];
        string words = $"{server} answers for <{worst.Address}> {worst.Reason}";
        return worst.IsFinal ? new RefusedException(words) : new MailServiceException(words);
    }

    /// <inheritdoc/>
    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => _accepted++;

    /// <inheritdoc/>
    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        int status = (int)response.StatusCode;
        _refused.Add(new RefusedRecipient(mailbox.Address, status >= 500, string.Create(CultureInfo.InvariantCulture, $"{status}: {response.Response}")));
    }

    /// <inheritdoc/>
    protected override void OnNoRecipientsAccepted(MimeMessage message)
    {
        // Told by WhyAllRefused.
    }
}
