using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace Acme.IntelMQ.Bots;

// #region collector
/// <summary>Takes sightings from Acme's service, page by page, and each page once: a table, and the place of the next page in a header.</summary>
[Bot("acme.collectors.sightings", BotKind.Collector)]
public sealed partial class SightingsCollector : Collector
{
    private readonly SightingsCollectorOptions _options;
    private readonly StateValues _places;
    private HttpSession? _http;

    /// <summary>Creates the collector.</summary>
    public SightingsCollector(SightingsCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _places = State.Values("place");
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _http = _options.Http.OpenSession(Services, Module);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string place = _places.TryGet("next"u8, out ReadOnlyMemory<byte> stored) ? Encoding.UTF8.GetString(stored.Span) : "";
        for (int pages = 0; pages < _options.MaxPages; pages++)
        {
            var url = new Uri($"{_options.ServiceUrl!.TrimEnd('/')}/v1/sightings?after={Uri.EscapeDataString(place)}");
            HttpReply reply = await _http!.SendAsync(() => RequestFor(url), readsBody: true, cancellationToken).ConfigureAwait(false);
            if (!reply.IsSuccess)
                throw new HttpServiceException($"{HttpSession.Shown(url)} answers {reply.Status} {reply.Reason}.");
            if (reply.Header("X-Next") is not { Length: > 0 and <= 200 } next || next == place || reply.Body.IsEmpty)
                yield break;
            Report report = NewReport(reply.Body);
            report.Set(Fields.Feed.Url, url.OriginalString);
            // Stored together with the report: a page is neither lost nor taken twice.
            yield return NewCollected(report, [_places.ChangeOf("next"u8, Encoding.UTF8.GetBytes(next))], null, Encoding.UTF8.GetBytes($"{url}\n{next}"));
            place = next;
        }
    }

    private HttpRequestMessage RequestFor(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("X-Api-Key", _options.ApiKey!.Reveal());
        return request;
    }
}
// #endregion
