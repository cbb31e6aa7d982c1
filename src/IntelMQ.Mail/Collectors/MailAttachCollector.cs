using System.Runtime.CompilerServices;
using IntelMQ.Bots;
using IntelMQ.Intake;
using IntelMQ.Text;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>
/// Takes the attachments of unread mails, and what is packed in them: a report for each file. An attachment that is no archive where one
/// is expected, or a damaged one, is a failure; the others of the mail go on.
/// </summary>
[Bot("intelmq.bots.collectors.mail.collector_mail_attach", BotKind.Collector, Summary = "Takes the attachments of unread mails from IMAP folders.")]
public sealed partial class MailAttachCollector : MailCollector
{
    private readonly MailAttachCollectorOptions _options;
    private readonly PythonPattern _names;

    /// <inheritdoc cref="MailAttachCollector(MailAttachCollectorOptions)"/>
    public MailAttachCollector(MailAttachCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _names = Compile(options.AttachRegex);
    }

    private protected override async IAsyncEnumerable<MailItem> ReadAsync(List<MimePart> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (MimePart part in parts)
        {
            if (part.FileName is not { Length: > 0 } name || _names.Search(name.AsSpan()) != RegexOutcome.Match)
                continue;
            byte[] data = MailParser.DataOf(part);
            if (_options.Selection.IsNone)
            {
                if (data.Length > 0)
                    yield return new MailItem(data) { FileName = name };
                continue;
            }

            await foreach (MailItem item in UnpackAsync(data, name, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    // An archive is checked to its end before its first file goes on: one that is cut gives nothing.
    private async IAsyncEnumerable<MailItem> UnpackAsync(byte[] data, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await ComplaintAsync(data, cancellationToken).ConfigureAwait(false) is { } complaint)
        {
            yield return new MailItem(data) { FileName = name, Failure = $"The attachment '{name}' {complaint}." };
            yield break;
        }

        using var packed = new MemoryStream(data);
        await foreach (ArchiveEntry entry in Archive.ReadAsync(packed, "", _options.Selection, Budget(), cancellationToken).ConfigureAwait(false))
        {
            byte[] whole = await WholeAsync(entry.Content, cancellationToken).ConfigureAwait(false);
            if (whole.Length > 0)
                yield return new MailItem(whole) { FileName = entry.Name };
        }
    }

    private async Task<string?> ComplaintAsync(byte[] data, CancellationToken cancellationToken)
    {
        if (!Archive.IsArchive(data))
            return "is no archive, although extract_files is set";
        try
        {
            int count = 0;
            using var packed = new MemoryStream(data);
            await foreach (ArchiveEntry entry in Archive.ReadAsync(packed, "", _options.Selection, Budget(), cancellationToken).ConfigureAwait(false))
            {
                count++;
                long length = 0;
                byte[] piece = new byte[64 << 10];
                while (await entry.Content.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    length += read;
                    if (length > _options.MaxReportSize)
                        return $"holds a file of more than {_options.MaxReportSize} bytes, which max_report_size does not allow";
                }
            }

            return count == 0 ? Archive.NothingIn(_options.Selection) : null;
        }
        catch (InvalidDataException exception)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    private UnpackBudget Budget() => new(_options.MaxUnpackedSize, _options.MaxUnpackRatio);

    private async Task<byte[]> WholeAsync(Stream content, CancellationToken cancellationToken)
    {
        var plan = new ChunkPlan(0, false, false, true, _options.MaxReportSize);
        await foreach (byte[] whole in ReportChunks.ReadAsync(content, plan, cancellationToken).ConfigureAwait(false))
            return whole;
        return [];
    }
}
