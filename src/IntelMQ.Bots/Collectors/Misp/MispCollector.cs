using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Takes the events of a MISP server that carry a tag, a report each, and takes the tag from them once they are stored; or those that were
/// changed of late, each when it was changed.
/// </summary>
/// <remarks>
/// Events are listed page by page before the first is taken, since the list grows shorter as tags go. That an event was taken is stored in the
/// commit that stores its report; a process that is killed before the tags are changed changes them at its next start, and does not send the
/// event again: it is known by its time, and where one of the tags was changed already by its content. A key that may change tags is needed. With
/// <c>changed_within</c>, what was taken is known by its time; without a tag, none are changed. Events that this project or IntelMQ has stored in the MISP are passed
/// over.
/// </remarks>
[Bot("intelmq.bots.collectors.misp.collector", BotKind.Collector, Summary = "Takes the events of a MISP server that carry a tag.")]
public sealed partial class MispCollector : HttpSourceCollector
{
    private const int MaxEvents = 1_000_000;

    // Long enough for a server that was away; what is older is taken again, and no loss.
    private static readonly TimeSpan Known = TimeSpan.FromDays(30);

    private readonly MispCollectorOptions _options;
    private readonly TakenItems _taken;

    /// <inheritdoc cref="MispCollector(MispCollectorOptions)"/>
    public MispCollector(MispCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _taken = new TakenItems(State, options!.Span is { } span ? span + Known : Known, null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The events cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpServiceException? failed = null;
        foreach (MispListing listing in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_options.Selection.PassesOver(listing.Tags, listing.Owner, listing.OwnerUuid))
            {
                LogPassedOver(Log, listing.Uuid);
                continue;
            }

            CollectedReport? report = null;
            try
            {
                if (_taken.Contains(TimeKey(listing), listing.Timestamp))
                    await ChangeTagsAsync(listing.Uuid, cancellationToken).ConfigureAwait(false);
                else
                    report = await TakeAsync(listing, cancellationToken).ConfigureAwait(false);
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

    private protected override HttpRequestSettings Settings(HttpConnectionOptions http)
    {
        if (_options.MispVerify is { } verifies)
            http.HttpVerifyCert = verifies;
        return base.Settings(http);
    }

    private static string TimeKey(MispListing listing) => $"time:{listing.Uuid}";

    private static string ContentKey(MispListing listing) => $"content:{listing.Uuid}";

    private async Task<List<MispListing>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<Guid, MispListing>();
        for (int page = 1; ; page++)
        {
            byte[] question = Json(QuestionFor(page));
            using JsonDocument answer = await AskJsonAsync(() => Authorized(Post(new Uri(_options.Server, "events/restSearch"), question)), cancellationToken).ConfigureAwait(false);
            JsonElement found = answer.RootElement;
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty("response", out JsonElement response))
                found = response;
            if (found.ValueKind != JsonValueKind.Array)
                throw new HttpServiceException($"The answer of {HttpSession.Shown(_options.Server)} is no list of events.");
            int before = all.Count;
            foreach (JsonElement item in found.EnumerateArray())
            {
                if (MispListing.Of(item) is { } listing)
                    all.TryAdd(listing.Uuid, listing);
                else
                    Log.NotListed(Shown(item.ToString()));
            }

            // A server that knows no pages gives the same again.
            if (found.GetArrayLength() < _options.PageSize || all.Count == before || all.Count >= MaxEvents)
                return [.. all.Values];
        }
    }

    private JsonObject QuestionFor(int page)
    {
        var question = new JsonObject { ["returnFormat"] = "json" };
        if (HasTag)
            question["tags"] = _options.MispTagToProcess;
        question["metadata"] = true;
        question["limit"] = _options.PageSize;
        question["page"] = page;
        if (_options.Span is { } span)
            question["timestamp"] = (Services.Time.GetUtcNow() - span).ToUnixTimeSeconds();
        return question;
    }

    private bool HasTag => !string.IsNullOrEmpty(_options.MispTagToProcess);

    // An event as it is, or with the attributes alone that the parameters want.
    private async Task<MispEvent> FetchAsync(MispListing listing, CancellationToken cancellationToken)
    {
        if (!_options.MispEnforceWarninglist && !_options.MispOnlyToIds)
        {
            var url = new Uri(_options.Server, $"events/view/{listing.Uuid}");
            DownloadedFile file = await DownloadAsync(url, request => Authorized(request), _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
            using JsonDocument whole = JsonOf(file.Data, url);
            return MispEvent.Of(whole.RootElement) ?? throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} is no event.");
        }

        var question = new JsonObject { ["returnFormat"] = "json", ["uuid"] = listing.Uuid.ToString() };
        if (_options.MispEnforceWarninglist)
            question["enforceWarninglist"] = 1;
        if (_options.MispOnlyToIds)
            question["to_ids"] = 1;
        var search = new Uri(_options.Server, "events/restSearch");
        using JsonDocument answer = await AskJsonAsync(() => Authorized(Post(search, Json(question))), cancellationToken).ConfigureAwait(false);
        JsonElement found = answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("response", out JsonElement response) ? response : answer.RootElement;
        if (found.ValueKind != JsonValueKind.Array)
            throw new HttpServiceException($"The answer of {HttpSession.Shown(search)} is no list of events.");
        return found.EnumerateArray().Select(MispEvent.Of).FirstOrDefault() ?? throw new HttpServiceException($"The answer of {HttpSession.Shown(search)} lacks the event {listing.Uuid}.");
    }

    private async Task<CollectedReport?> TakeAsync(MispListing listing, CancellationToken cancellationToken)
    {
        MispEvent content = await FetchAsync(listing, cancellationToken).ConfigureAwait(false);
        if (IsHalfTagged(listing) && _taken.Contains(ContentKey(listing), content.Digest))
        {
            await ChangeTagsAsync(listing.Uuid, cancellationToken).ConfigureAwait(false);
            return null;
        }

        Report report = NewReport(content.Json);
        report.Set(Fields.Feed.Url, _options.MispUrl!);
        return NewCollected(
            report,
            [_taken.Take(TimeKey(listing), listing.Timestamp), _taken.Take(ContentKey(listing), content.Digest)],
            token => new ValueTask(ChangeTagsAsync(listing.Uuid, token)),
            Encoding.UTF8.GetBytes($"{listing.Uuid}\n{listing.Timestamp}\n{content.Digest}"));
    }

    private bool IsHalfTagged(MispListing listing)
        => !string.IsNullOrEmpty(_options.MispTagProcessed) && listing.Tags.Contains(_options.MispTagProcessed, StringComparer.OrdinalIgnoreCase);

    // In this order: an event that is marked as processed and still to be processed is recognised.
    private async Task ChangeTagsAsync(Guid uuid, CancellationToken cancellationToken)
    {
        if (!HasTag)
            return;
        if (!string.IsNullOrEmpty(_options.MispTagProcessed))
            await ChangeTagAsync("tags/attachTagToObject", uuid, _options.MispTagProcessed, cancellationToken).ConfigureAwait(false);
        await ChangeTagAsync("tags/removeTagFromObject", uuid, _options.MispTagToProcess!, cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeTagAsync(string path, Guid uuid, string tag, CancellationToken cancellationToken)
    {
        byte[] change = Json(new JsonObject { ["uuid"] = uuid.ToString(), ["tag"] = tag });
        using JsonDocument answer = await AskJsonAsync(() => Authorized(Post(new Uri(_options.Server, path), change)), cancellationToken).ConfigureAwait(false);
        if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("saved", out JsonElement saved) && saved.ValueKind == JsonValueKind.False)
            LogTag(Log, uuid, tag, Shown(answer.RootElement.ToString()));
    }

    private static byte[] Json(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());

    private HttpRequestMessage Authorized(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", _options.MispKey!.Reveal());
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Uuid} is passed over")]
    private static partial void LogPassedOver(ILogger log, Guid uuid);

    [LoggerMessage(Level = LogLevel.Warning, Message = "MISP does not change the tag {Tag} of the event {Uuid}: {Answer}")]
    private static partial void LogTag(ILogger log, Guid uuid, string tag, string answer);
}
