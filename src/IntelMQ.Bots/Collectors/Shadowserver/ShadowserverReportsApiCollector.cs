using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Takes the reports of the last three days through Shadowserver's API, each once: by its name, and by the id that it has there.
/// </summary>
/// <remarks>
/// That a report was taken is stored in the commit that stores the report: with a durable broker a process that is killed loses and repeats
/// nothing. A report that cannot be downloaded keeps none of the others back; it is asked for again with the next attempt. Requests for the
/// list are signed (HMAC-SHA256), the reports themselves come from addresses that nobody can guess.
/// </remarks>
[Bot("intelmq.bots.collectors.shadowserver.collector_reports_api", BotKind.Collector, Summary = "Takes Shadowserver's reports through its API, each once.")]
public sealed partial class ShadowserverReportsApiCollector : HttpSourceCollector
{
    // IntelMQ's, for this kind of bot.
    private const int Database = 12;

    private static readonly Uri ListUrl = new("https://transform.shadowserver.org/api2/reports/list");
    private static readonly Uri DownloadUrl = new("https://dl.shadowserver.org/");

    private readonly ShadowserverReportsApiCollectorOptions _options;
    private readonly TakenItems _taken;

    /// <inheritdoc cref="ShadowserverReportsApiCollector(ShadowserverReportsApiCollectorOptions)"/>
    public ShadowserverReportsApiCollector(ShadowserverReportsApiCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _taken = new TakenItems(State, _options.CacheTtl, _options.Cache.ToShared(Database));
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The list, or one of the reports, cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ShadowserverListing> listed = await ListAsync(cancellationToken).ConfigureAwait(false);
        var here = new HashSet<string>(StringComparer.Ordinal);
        HttpServiceException? failed = null;
        foreach (ShadowserverListing report in listed)
        {
            if (!IsWanted(report) || _taken.Contains(report.File) || _taken.Contains(report.IdName) || !here.Add(report.File))
                continue;
            DownloadedFile file;
            try
            {
                file = await DownloadAsync(new Uri(DownloadUrl, Uri.EscapeDataString(report.Id)), null, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded(Shown(report.File), exception.Message);
                failed ??= exception;
                continue;
            }

            if (!IsNothing(file.Data))
                yield return Collected(report, file);
        }

        if (failed is not null)
            throw failed;
    }

    private CollectedReport Collected(ShadowserverListing listing, DownloadedFile file)
    {
        Report report = NewReport(TextOf(file));
        report.Set("extra.file_name", FieldValue.Text(Encoding.UTF8.GetBytes(listing.File)));
        StateChange[] changes = [_taken.Take(listing.File, listing.Id), _taken.Take(listing.IdName, listing.File)];
        return NewCollected(report, changes, null, Encoding.UTF8.GetBytes($"{listing.Id}\n{listing.File}"));
    }

    private bool IsWanted(ShadowserverListing report)
        => _options.Types.All(static type => type.Length == 0) || _options.Types.Contains(report.Type, StringComparer.Ordinal);

    private async Task<List<ShadowserverListing>> ListAsync(CancellationToken cancellationToken)
    {
        var request = ShadowserverRequest.Of(_options, Services.Time.GetUtcNow());
        HttpReply reply = await AskAsync(() => request.ToMessage(ListUrl), cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw Refusal(reply);
        using JsonDocument answer = JsonOf(reply.Body, reply.Url);
        if (answer.RootElement.ValueKind != JsonValueKind.Array)
        {
            string words = answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("error", out JsonElement error) ? $": {Shown(error.ToString())}" : "";
            throw new HttpServiceException($"Shadowserver gives no list of reports{words}.");
        }

        var listed = new List<ShadowserverListing>();
        foreach (JsonElement item in answer.RootElement.EnumerateArray())
        {
            if (ShadowserverListing.Of(item) is { } report)
                listed.Add(report);
            else
                Log.NotListed(Shown(item.ToString()));
        }

        return listed;
    }
}
