using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Takes the reports in the tickets of Request Tracker that a search finds, by its REST interface 1.0: of each ticket the first attachment whose
/// name matches, or what the first address that matches leads to. The ticket is taken and gets its status once the reports are stored.
/// </summary>
/// <remarks>
/// That a ticket's attachment or address was taken is stored in the commit that stores the last of its reports: it is not sent again, whatever
/// the ticket's status. A download that is refused (4xx) is a failure, and the ticket is put away; with another fault it stays, and is met
/// again. An archive that is damaged is a failure as well, and its ticket stays. Of the addresses in tickets only those are reached that the host's
/// policy allows (<c>BotServices.EventAddresses</c>); credentials go to the host that <c>url_regex</c> begins with, and to those of
/// <c>http_credential_hosts</c>.
/// </remarks>
[Bot("intelmq.bots.collectors.rt.collector_rt", BotKind.Collector, Summary = "Takes the reports in tickets of Request Tracker.")]
public sealed partial class RtCollector : HttpSourceCollector
{
    private static readonly TimeSpan Known = TimeSpan.FromDays(90);
    private static readonly string[] Times = ["ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy", "yyyy-MM-dd HH:mm:ss"];

    private readonly RtCollectorOptions _options;
    private readonly PythonPattern? _attachment;
    private readonly PythonPattern? _url;
    private readonly TakenItems _taken;
    private RtClient? _client;

    /// <inheritdoc cref="RtCollector(RtCollectorOptions)"/>
    public RtCollector(RtCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _attachment = Patterns.Of(_options.AttachmentRegex);
        _url = Patterns.Of(_options.UrlRegex);
        _taken = new TakenItems(State, Known, null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">RT gives no answer, or refuses.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RtClient client = Client;
        HttpServiceException? failed = null;
        foreach (long ticket in await client.SearchAsync(_options.QueryAt(Services.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<CollectedReport> reports = [];
            try
            {
                reports = await TakeAsync(client, ticket, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded(string.Create(CultureInfo.InvariantCulture, $"What is in the ticket {ticket}"), exception.Message);
                failed ??= exception;
            }

            foreach (CollectedReport report in reports)
                yield return report;
        }

        if (failed is not null)
            throw failed;
    }

    // Of downloads, whose addresses anybody may have written who writes to RT.
    private protected override HttpRequestSettings Settings(HttpConnectionOptions http)
    {
        http.SslClientCertificate ??= _options.SslClientCert;
        return http.ToSettingsForEvents(Services.EventAddresses, _options.UrlRegex);
    }

    // RT's own requests carry the cookie of the login, and neither the user name nor the headers of downloads.
    private RtClient Client => _client ??= new RtClient(new HttpSession(Services.Http!, RtSettings(), Services.Time), _options, Services.Time);

    private HttpRequestSettings RtSettings()
    {
        _options.Http.SslClientCertificate ??= _options.SslClientCert;
        HttpRequestSettings settings = _options.Http.ToSettings();
        return new HttpRequestSettings
        {
            Connection = settings.Connection,
            UserAgent = settings.UserAgent,
            Timeout = settings.Timeout,
            MaxTries = settings.MaxTries,
            MaxBytes = _options.MaxReportSize,
        };
    }

    private async Task<IReadOnlyList<CollectedReport>> TakeAsync(RtClient client, long ticket, CancellationToken cancellationToken)
    {
        if (_attachment is not null)
        {
            foreach ((long id, string name) in await client.AttachmentsAsync(ticket, cancellationToken).ConfigureAwait(false))
            {
                if (_attachment.Search(name.AsSpan()) == RegexOutcome.Match)
                    return await TakeAttachmentAsync(client, ticket, id, name, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_url is null)
            return [];
        RtTicket entry = await client.FirstEntryAsync(ticket, cancellationToken).ConfigureAwait(false);
        if (_url.FirstMatch(entry["Content"], out Match match) != RegexOutcome.Match || !Uri.TryCreate(match.Value, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
            return [];
        return await TakeDownloadAsync(client, ticket, entry, url, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CollectedReport>> TakeAttachmentAsync(RtClient client, long ticket, long id, string name, CancellationToken cancellationToken)
    {
        string version = string.Create(CultureInfo.InvariantCulture, $"attachment {id}");
        if (await IsTakenAsync(client, ticket, version, cancellationToken).ConfigureAwait(false))
            return [];
        byte[] content = await client.ContentAsync(ticket, id, cancellationToken).ConfigureAwait(false);
        RtTicket shown = await client.ShowAsync(ticket, cancellationToken).ConfigureAwait(false);
        string ownName = _options.ExtractAttachment.IsNone ? "" : Stem(name);
        return await UnpackAsync(client, ticket, shown, version, content, _options.ExtractAttachment, ownName, shown["Created"], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CollectedReport>> TakeDownloadAsync(RtClient client, long ticket, RtTicket entry, Uri url, CancellationToken cancellationToken)
    {
        string version = $"url {url}";
        if (await IsTakenAsync(client, ticket, version, cancellationToken).ConfigureAwait(false))
            return [];
        DownloadedFile file;
        try
        {
            file = await DownloadAsync(url, null, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpServiceException exception) when (exception.IsAddressRefused || exception.Status is >= 400 and <= 499 and not (408 or 425 or 429))
        {
            await PutAwayAsync(client, ticket, cancellationToken).ConfigureAwait(false);
            return [FailureOf(ticket, default, $"What its address leads to is refused: {exception.Message.TrimEnd('.')}. The ticket is put away.")];
        }

        RtTicket shown = await client.ShowAsync(ticket, cancellationToken).ConfigureAwait(false);
        return await UnpackAsync(client, ticket, shown, version, file.Data, _options.ExtractDownload, file.FileName ?? "", entry["Created"], cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CollectedReport>> UnpackAsync(
        RtClient client, long ticket, RtTicket shown, string version, byte[] data, FileSelection selection, string name, string created, CancellationToken cancellationToken)
    {
        List<UnpackedFile> files;
        try
        {
            files = await UnpackedFile.ReadAsync(data, selection, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return [FailureOf(ticket, data, $"What is in it {exception.Message.TrimEnd('.')}. The ticket stays as it is.")];
        }

        files.RemoveAll(static file => file.Data.Length == 0);
        var set = new CollectedSet(files.Count, token => new ValueTask(PutAwayAsync(client, ticket, token)));
        var reports = new List<CollectedReport>(files.Count);
        for (int i = 0; i < files.Count; i++)
        {
            Report report = ReportOf(ticket, shown, files[i].Data, files[i].Name.Length > 0 ? files[i].Name : name, created);
            reports.Add(NewCollected(
                report,
                i == files.Count - 1 ? set.Changes(_taken.Take(TicketKey(ticket), version)) : [],
                set.Part(),
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{ticket}\n{version}\n{i}\n{files[i].Name}"))));
        }

        return reports;
    }

    private Report ReportOf(long ticket, RtTicket shown, byte[] data, string name, string created)
    {
        Report report = NewReport(data);
        report.Set("rtir_id", FieldValue.Number(Encoding.ASCII.GetBytes(ticket.ToString(CultureInfo.InvariantCulture))));
        string requestors = string.Join(',', shown["Requestors"].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Set(report, "extra.email_subject", shown["Subject"]);
        Set(report, "extra.ticket_subject", shown["Subject"]);
        Set(report, "extra.email_from", requestors);
        Set(report, "extra.ticket_requestors", requestors);
        Set(report, "extra.ticket_queue", shown["Queue"]);
        Set(report, "extra.ticket_status", shown["Status"]);
        Set(report, "extra.ticket_owner", shown["Owner"]);
        Set(report, "extra.file_name", name);
        if (DateTimeOffset.TryParseExact(created, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out DateTimeOffset time))
            report.Set(Fields.Time.Observation, time);
        return report;
    }

    private static void Set(Report report, string field, string text)
    {
        if (text.Length > 0)
            report.Set(field, FieldValue.Text(Encoding.UTF8.GetBytes(text)));
    }

    private CollectedReport FailureOf(long ticket, byte[]? data, string reason)
        => new(new Failure(NewReport(data), string.Create(CultureInfo.InvariantCulture, $"The ticket {ticket}: {reason}")));

    private static string Stem(string name) => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;

    private static string TicketKey(long ticket) => string.Create(CultureInfo.InvariantCulture, $"ticket/{ticket}");

    // Taken by a process that ended before it could put the ticket away.
    private async Task<bool> IsTakenAsync(RtClient client, long ticket, string version, CancellationToken cancellationToken)
    {
        if (!_taken.Contains(TicketKey(ticket), version))
            return false;
        await PutAwayAsync(client, ticket, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task PutAwayAsync(RtClient client, long ticket, CancellationToken cancellationToken)
    {
        if (_options.TakeTicket)
            await TriedAsync(ticket, () => client.TakeAsync(ticket, cancellationToken)).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(_options.SetStatus))
            await TriedAsync(ticket, () => client.SetStatusAsync(ticket, _options.SetStatus, cancellationToken)).ConfigureAwait(false);
    }

    // The reports are stored: what RT refuses now, such as a ticket that somebody else has taken, is told.
    private async Task TriedAsync(long ticket, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (HttpServiceException exception)
        {
            Log.NotPutAway(string.Create(CultureInfo.InvariantCulture, $"The ticket {ticket}"), exception.Message);
        }
    }
}
