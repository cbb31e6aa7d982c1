using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Text;
using MimeKit;

namespace IntelMQ.Mail.Collectors;

/// <summary>
/// Finds an address in each plain text of unread mails, or in the HTML of mails without one, and downloads what is there. Mails are written
/// by anybody: only addresses that the host's policy allows are reached (<c>BotServices.EventAddresses</c>), and credentials go to the host that
/// <c>url_regex</c> begins with and to those of <c>http_credential_hosts</c> alone. Where the download fails for now, the mail stays unread; where it fails for good, it is a failure.
/// </summary>
[Bot("intelmq.bots.collectors.mail.collector_mail_url", BotKind.Collector, Summary = "Downloads what unread mails in IMAP folders give the address of.")]
public sealed partial class MailUrlCollector : MailCollector
{
    private readonly MailUrlCollectorOptions _options;
    private readonly PythonPattern _url;
    private HttpSession? _session;

    /// <inheritdoc cref="MailUrlCollector(MailUrlCollectorOptions)"/>
    public MailUrlCollector(MailUrlCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _url = Compile(options.UrlRegex);
    }

    private HttpSession Session => _session ??= Open();

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Session;
        return base.StartAsync(cancellationToken);
    }

    private protected override async IAsyncEnumerable<MailItem> ReadAsync(List<MimePart> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TextPart[] texts = [.. parts.OfType<TextPart>().Where(static part => !MailParser.IsAttached(part))];
        TextPart[] plain = [.. texts.Where(static part => part.ContentType.IsMimeType("text", "plain"))];
        foreach (TextPart part in plain.Length > 0 ? plain : texts)
        {
            string text = MailParser.TextOf(part);
            if (_url.FirstMatch(plain.Length > 0 ? text : WebUtility.HtmlDecode(text), out Match match) != RegexOutcome.Match || match.Value.Trim() is not { Length: > 0 } url)
                continue;
            await foreach (MailItem item in DownloadAsync(url, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private async IAsyncEnumerable<MailItem> DownloadAsync(string url, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? target) || target.Scheme is not ("http" or "https"))
        {
            yield return Failed(url, "What url_regex finds is no address of HTTP.");
            yield break;
        }

        var spool = new Spool(_options.MaxDownloadSize);
        await using (spool.ConfigureAwait(false))
        {
            (string name, string? charset, MailItem? failed) = await FetchAsync(target, spool, cancellationToken).ConfigureAwait(false);
            if (failed is not null)
            {
                yield return failed;
                yield break;
            }

            string? complaint = null;
            var plan = new ChunkPlan(_options.ChunkSize ?? 0, _options.ChunkReplicateHeader, false, true, _options.MaxReportSize);
            IAsyncEnumerator<byte[]> chunks = ReportChunks.ReadAsync(spool.Read(), plan, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (chunks.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await chunks.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (InvalidDataException exception)
                    {
                        complaint = exception.Message.TrimEnd('.');
                        break;
                    }

                    ReadOnlyMemory<byte> data = chunks.Current;
                    if (plan.Size == 0 && !Archive.IsArchive(data.Span))
                        data = CharacterSets.ToUtf8(data, charset);
                    yield return new MailItem(data) { Url = url, FileName = name };
                }
            }

            if (complaint is not null)
                yield return Failed(url, $"What {HttpSession.Shown(target)} gives {complaint}.");
        }
    }

    private async Task<(string Name, string? Charset, MailItem? Failed)> FetchAsync(Uri target, Spool spool, CancellationToken cancellationToken)
    {
        string url = target.OriginalString;
        try
        {
            HttpDownload download = await Session.OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, target), cancellationToken).ConfigureAwait(false);
            await using (download.ConfigureAwait(false))
            {
                if (!download.IsSuccess)
                {
                    string answer = string.Create(CultureInfo.InvariantCulture, $"{HttpSession.Shown(target)} answers {download.Status} {download.Reason}").TrimEnd() + ".";
                    bool mayPass = download.Status is 408 or 425 or 429 or >= 500;
                    return ("", null, mayPass ? new MailItem(default(ReadOnlyMemory<byte>)) { Later = new HttpServiceException(answer) } : Failed(url, answer));
                }

                await spool.AppendAsync(download.Content, cancellationToken).ConfigureAwait(false);
                return (NameOf(download.Header("Content-Disposition"), target), download.Charset, null);
            }
        }
        catch (InvalidDataException exception)
        {
            return ("", null, Failed(url, $"What {HttpSession.Shown(target)} gives {exception.Message.TrimEnd('.')}."));
        }
        catch (HttpServiceException exception) when (exception.IsAddressRefused)
        {
            return ("", null, Failed(url, exception.Message));
        }
        catch (IOException exception)
        {
            return ("", null, new MailItem(default(ReadOnlyMemory<byte>)) { Later = exception });
        }
    }

    // What can be kept of a download that failed is the address.
    private static MailItem Failed(string url, string reason) => new(System.Text.Encoding.UTF8.GetBytes(url)) { Url = url, Failure = reason };

    private static string NameOf(string? disposition, Uri target)
    {
        if (ContentDispositionHeaderValue.TryParse(disposition, out ContentDispositionHeaderValue? parsed) && (parsed.FileNameStar ?? parsed.FileName?.Trim('"')) is { Length: > 0 } name)
            return name;
        return Uri.UnescapeDataString(target.AbsolutePath.Split('/')[^1]);
    }

    private HttpSession Open()
    {
        _options.Http.SslClientCertificate ??= _options.SslClientCert;
        return HttpConnectionOptions.OpenSession(_options.Http.ToSettingsForEvents(Services.EventAddresses, _options.UrlRegex), Services, Module);
    }
}
