using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>Takes the texts of unread mails: a report for each part, in UTF-8 with line feeds. Attached texts are no part of it.</summary>
[Bot("intelmq.bots.collectors.mail.collector_mail_body", BotKind.Collector, Summary = "Takes the texts of unread mails from IMAP folders.")]
public sealed partial class MailBodyCollector : MailCollector
{
    private readonly MailBodyCollectorOptions _options;

    /// <inheritdoc cref="MailBodyCollector(MailBodyCollectorOptions)"/>
    public MailBodyCollector(MailBodyCollectorOptions options, BotServices services)
        : base(options, services)
        => _options = options;

    private protected override async IAsyncEnumerable<MailItem> ReadAsync(List<MimePart> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        // Where HTML is not asked for, a mail that is nothing but HTML is better than none.
        bool isLoose = parts.Count == 1 && !_options.ContentTypes.Kinds.Contains("html");
        foreach (string kind in _options.ContentTypes.Kinds)
        {
            foreach (TextPart part in parts.OfType<TextPart>().Where(part => (isLoose || part.ContentType.IsMimeType("text", kind)) && !MailParser.IsAttached(part)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (MailParser.TextOf(part) is { Length: > 0 } text)
                    yield return new MailItem(Encoding.UTF8.GetBytes(text));
            }
        }
    }
}
