using IntelMQ.Http;

namespace IntelMQ.Bots.Collectors;

/// <summary>Receives Shodan's stream, of countries or of an alert, and makes a report of each banner.</summary>
/// <remarks>As with <see cref="HttpStreamCollector"/>, what is sent while the stream is interrupted is missed, and the log says so.</remarks>
[Bot("intelmq.bots.collectors.shodan.collector_stream", BotKind.Collector, Summary = "Receives Shodan's stream of banners.")]
public sealed partial class ShodanStreamCollector : HttpSourceCollector
{
    private static readonly Uri Service = new("https://stream.shodan.io/");

    private readonly ShodanStreamCollectorOptions _options;

    /// <inheritdoc cref="ShodanStreamCollector(ShodanStreamCollectorOptions)"/>
    public ShodanStreamCollector(ShodanStreamCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
        => _options = options!;

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream is refused.</exception>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(Service, $"{_options.Path}?key={Uri.EscapeDataString(_options.ApiKey!.Reveal())}");
        var lines = new HttpLineStream(Session, url, _options.Stream.MaxLineSize, NewReport, Services.Time) { StripsLines = true };
        return new Reconnecting(_options.Stream, Services.Time, Log, HttpSession.Shown(url)).ReadAsync(lines.ReadAsync, cancellationToken);
    }
}
