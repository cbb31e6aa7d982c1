using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the events of a MISP feed: a folder with <c>manifest.json</c> and a file for each event, as many organisations publish one.</summary>
/// <remarks>
/// IntelMQ has no such bot. The manifest says when each event was changed; those that are new, or were changed since they were taken, are
/// fetched, oldest first, a report each for the parser of MISP events. That an event was taken is stored in the commit that stores its report.
/// Where the manifest has the sum of a file (<c>integrity:sha256</c>), the file must fit it. One that cannot be had keeps none of the others back. Tested
/// against a server of the test, with feeds as this project's output writes them. All parameters but those of all collectors are this project's own.
/// </remarks>
[Bot("intelmq.bots.collectors.misp.collector_feed", BotKind.Collector, Summary = "Takes the events of a MISP feed that are new or changed.")]
public sealed partial class MispFeedCollector : HttpSourceCollector
{
    private const string Sum = "integrity:sha256";

    private readonly MispFeedCollectorOptions _options;
    private readonly TakenItems _taken;

    /// <inheritdoc cref="MispFeedCollector(MispFeedCollectorOptions)"/>
    public MispFeedCollector(MispFeedCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        // As long as it may stand in the manifest.
        _taken = new TakenItems(State, TimeSpan.Zero, null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The manifest cannot be had, or one of the events.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = new Uri(_options.Folder, "manifest.json");
        DownloadedFile file = await DownloadAsync(url, null, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        using JsonDocument manifest = JsonOf(file.Data, url);
        if (manifest.RootElement.ValueKind != JsonValueKind.Object)
            throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} is no manifest of a feed.");
        HttpServiceException? failed = null;
        foreach ((MispListing listing, string? sum) in Wanted(manifest.RootElement))
        {
            CollectedReport? report = null;
            try
            {
                report = await TakeAsync(listing, sum, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded($"The event {listing.Uuid}", exception.Message);
                failed ??= exception;
            }

            if (report is not null)
                yield return report;
        }

        if (failed is not null)
            throw failed;
    }

    private IEnumerable<(MispListing Listing, string? Sum)> Wanted(JsonElement manifest)
    {
        long since = _options.Span is { } span ? (Services.Time.GetUtcNow() - span).ToUnixTimeSeconds() : long.MinValue;
        var wanted = new List<(MispListing Listing, long Seconds, string? Sum)>();
        foreach (JsonProperty entry in manifest.EnumerateObject())
        {
            // The name becomes a part of an address.
            if (!Guid.TryParseExact(entry.Name, "D", out Guid uuid) || entry.Value.ValueKind != JsonValueKind.Object
                || !entry.Value.TryGetProperty("timestamp", out JsonElement time) || !long.TryParse(time.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            {
                Log.NotListed(Shown(entry.ToString()));
                continue;
            }

            MispListing listing = MispListing.Of(uuid, seconds.ToString(CultureInfo.InvariantCulture), entry.Value);
            if (seconds >= since && !_taken.Contains(listing.Uuid.ToString(), listing.Timestamp) && !_options.Selection.PassesOver(listing.Tags, listing.Owner, listing.OwnerUuid))
                wanted.Add((listing, seconds, entry.Value.TryGetProperty(Sum, out JsonElement sum) && sum.ValueKind == JsonValueKind.String ? sum.GetString() : null));
        }

        return wanted.OrderBy(static one => one.Seconds).Select(static one => (one.Listing, one.Sum));
    }

    private async Task<CollectedReport> TakeAsync(MispListing listing, string? sum, CancellationToken cancellationToken)
    {
        var url = new Uri(_options.Folder, $"{listing.Uuid}.json");
        DownloadedFile file = await DownloadAsync(url, null, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        if (sum is not null && !string.Equals(Convert.ToHexString(SHA256.HashData(file.Data)), sum, StringComparison.OrdinalIgnoreCase))
            throw new HttpServiceException($"{HttpSession.Shown(url)} does not fit the sum in the manifest.");
        using JsonDocument answer = JsonOf(file.Data, url);
        MispEvent content = MispEvent.Of(answer.RootElement) ?? throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} is no event.");
        Report report = NewReport(content.Json);
        report.Set(Fields.Feed.Url, _options.FeedUrl!);
        return NewCollected(
            report,
            [_taken.Take(listing.Uuid.ToString(), listing.Timestamp)],
            null,
            Encoding.UTF8.GetBytes($"{listing.Uuid}\n{listing.Timestamp}\n{content.Digest}"));
    }
}
