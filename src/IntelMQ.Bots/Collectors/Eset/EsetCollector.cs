using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Collectors;

/// <summary>Polls a collection of ESET's TAXII 1.1 service for what it got lately, and makes a report of each content block, each once.</summary>
/// <remarks>
/// That a block was taken is stored, by its content, in the commit that stores its report; so spans that overlap repeat nothing. Documents with a
/// document type are refused, and the user name and password go to the service's own host alone.
/// </remarks>
[Bot("intelmq.bots.collectors.eset.collector", BotKind.Collector, Summary = "Polls a collection of ESET's TAXII service.")]
public sealed partial class EsetCollector : HttpSourceCollector
{
    private const int MaxParts = 10_000;

    private readonly EsetCollectorOptions _options;
    private readonly TakenItems _taken;
    private readonly Uri _discovery;

    /// <inheritdoc cref="EsetCollector(EsetCollectorOptions)"/>
    public EsetCollector(EsetCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _discovery = new Uri($"https://{_options.Endpoint}/taxiiservice/discovery");
        _taken = new TakenItems(State, _options.TimeDelta * 2 + TimeSpan.FromDays(1), null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The service gives no answer, or refuses.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Uri poll = await PollUrlAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = Services.Time.GetUtcNow();
        byte[] question = TaxiiMessages.Poll(NewId(), _options.Collection!, now - _options.TimeDelta, now);
        for (int part = 1; part <= MaxParts; part++)
        {
            TaxiiPollAnswer answer = TaxiiMessages.PollAnswer(await SendAsync(poll, question, cancellationToken).ConfigureAwait(false));
            foreach (byte[] content in answer.Content)
            {
                string digest = Convert.ToHexStringLower(SHA256.HashData(content));
                if (content.Length > 0 && !_taken.Contains(digest))
                    yield return NewCollected(ReportOf(content), [_taken.Take(digest, "")], null, Encoding.ASCII.GetBytes(digest));
            }

            if (!answer.HasMore)
                yield break;
            if (answer.Part < part)
                throw new HttpServiceException($"The TAXII service gives the part {answer.Part} of its answer for the part {part}.");
            question = TaxiiMessages.Fulfillment(NewId(), _options.Collection!, answer.Result, answer.Part + 1);
        }
    }

    private static string NewId() => RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    private Report ReportOf(byte[] content)
    {
        Report report = NewReport(content);
        report.Set(Fields.Feed.Url, _discovery.OriginalString);
        report.Set("extra.eset_feed", FieldValue.Text(Encoding.UTF8.GetBytes(_options.Collection!)));
        return report;
    }

    private async Task<Uri> PollUrlAsync(CancellationToken cancellationToken)
    {
        byte[] answer = await SendAsync(_discovery, TaxiiMessages.Discovery(NewId()), cancellationToken).ConfigureAwait(false);
        string address = TaxiiMessages.PollAddress(answer) ?? throw new HttpServiceException($"{HttpSession.Shown(_discovery)} names no service that can be polled.");
        if (!Uri.TryCreate(_discovery, address, out Uri? url) || url.Scheme != _discovery.Scheme || url.Host != _discovery.Host)
            throw new HttpServiceException($"{HttpSession.Shown(_discovery)} names a service elsewhere, {Shown(address)}: it is not polled.");
        return url;
    }

    private async Task<byte[]> SendAsync(Uri url, byte[] message, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            HttpDownload answer = await Session.OpenAsync(() => Request(url, message), cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                if (answer.IsSuccess)
                    return await WholeAsync(answer, url, cancellationToken).ConfigureAwait(false);
                if (tries >= _options.Http.HttpTimeoutMaxTries || RetryAfter.Of(answer.Status, answer.Header("Retry-After"), Services.Time) is not { } wait)
                    throw new HttpServiceException($"{HttpSession.Shown(url)} answered with status {answer.Status}.") { Status = answer.Status };
                await Task.Delay(wait, Services.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]> WholeAsync(HttpDownload answer, Uri url, CancellationToken cancellationToken)
    {
        var spool = new Intake.Spool(_options.MaxReportSize);
        await using (spool.ConfigureAwait(false))
        {
            try
            {
                await spool.AppendAsync(answer.Content, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException exception)
            {
                throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} has more than {_options.MaxReportSize} bytes, which max_report_size does not allow.", exception);
            }

            var data = new byte[spool.Length];
            await spool.Read().ReadExactlyAsync(data, cancellationToken).ConfigureAwait(false);
            return data;
        }
    }

    private HttpRequestMessage Request(Uri url, byte[] message)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(message) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
        request.Headers.TryAddWithoutValidation("Accept", "application/xml");
        request.Headers.TryAddWithoutValidation("X-TAXII-Content-Type", "urn:taxii.mitre.org:message:xml:1.1");
        request.Headers.TryAddWithoutValidation("X-TAXII-Accept", "urn:taxii.mitre.org:message:xml:1.1");
        request.Headers.TryAddWithoutValidation("X-TAXII-Services", "urn:taxii.mitre.org:services:1.1");
        request.Headers.TryAddWithoutValidation("X-TAXII-Protocol", "urn:taxii.mitre.org:protocol:https:1.0");
        string credentials = $"{_options.Username}:{_options.Password!.Reveal()}";
        request.Headers.TryAddWithoutValidation("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}");
        return request;
    }
}
