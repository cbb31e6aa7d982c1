using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Collectors;

/// <summary>Keeps an answer over HTTP open and makes a report of each of its lines, as they come.</summary>
/// <remarks>
/// When the stream ends or breaks off it is opened again, and the log says from when to when nothing was received: a stream has no place to
/// go on from, so what was sent meanwhile, and half a line at its end, is missed. A stream that is refused (401, 403, 404) ends
/// the turn; one that is busy and says for how long (429, 503) is left alone for so long.
/// </remarks>
[Bot("intelmq.bots.collectors.http.collector_http_stream", BotKind.Collector, Summary = "Makes a report of each line of a stream over HTTP.")]
public sealed partial class HttpStreamCollector : HttpSourceCollector
{
    private readonly HttpStreamCollectorOptions _options;

    /// <inheritdoc cref="HttpStreamCollector(HttpStreamCollectorOptions)"/>
    public HttpStreamCollector(HttpStreamCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
        => _options = options!;

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream is refused.</exception>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(_options.HttpUrl!);
        var lines = new HttpLineStream(Session, url, _options.Stream.MaxLineSize, ReportOf, Services.Time) { StripsLines = _options.StripLines };
        return new Reconnecting(_options.Stream, Services.Time, Log, HttpSession.Shown(url)).ReadAsync(lines.ReadAsync, cancellationToken);
    }

    private protected override HttpRequestSettings Settings(HttpConnectionOptions http)
    {
        http.SslClientCertificate ??= _options.SslClientCert;
        return base.Settings(http);
    }

    private Report ReportOf(ReadOnlyMemory<byte> line)
    {
        Report report = NewReport(line);
        report.Set(Fields.Feed.Url, _options.HttpUrl!);
        return report;
    }
}
