using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Receives the certificates that certificate transparency logs, from a CertStream server, and makes a report of each.</summary>
/// <remarks>
/// Heartbeats keep the connection alive and are no reports; where nothing comes for too long it counts as broken. It is opened again then,
/// and the log says from when to when nothing was received. A stream that is refused (401, 403, 404) ends the turn; one that is busy and says for how
/// long (429, 503) is left alone for so long.
/// </remarks>
[Bot("intelmq.bots.collectors.calidog.collector_certstream", BotKind.Collector, Summary = "Receives logged certificates from a CertStream server.")]
public sealed partial class CertstreamCollector : HttpSourceCollector
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly CertstreamCollectorOptions _options;

    /// <inheritdoc cref="CertstreamCollector(CertstreamCollectorOptions)"/>
    public CertstreamCollector(CertstreamCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
        => _options = options!;

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream is refused.</exception>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
        => new Reconnecting(_options.Stream, Services.Time, Log, HttpSession.Shown(new Uri(_options.Url))).ReadAsync(ReadAsync, cancellationToken);

    private async IAsyncEnumerable<CollectedReport> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = _options.HeartbeatTimeout;
        socket.Options.SetRequestHeader("User-Agent", _options.Http.HttpUserAgent);
        using var messages = new SocketMessages(socket, HttpSession.Shown(new Uri(_options.Url)), _options.Stream.MaxLineSize, _options.HeartbeatTimeout, Services.Time);
        await messages.ConnectAsync(new Uri(_options.Url), Services.Http!.ClientFor(_options.Http.ToSettings().Connection), cancellationToken).ConfigureAwait(false);
        while (await messages.NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (ReportOf(message) is { } report)
                yield return report;
        }
    }

    private CollectedReport? ReportOf(byte[] message)
    {
        string kind = KindOf(message);
        var json = new Utf8Buffer(message.Length);
        if (kind == "heartbeat")
            return null;
        if (kind == "certificate_update" && PythonJson.TryWrite(message, json, ascii: true, sortKeys: false))
            return new CollectedReport(NewReport(json.WrittenSpan.ToArray())) { Identity = StreamIdentity.New() };
        return new CollectedReport(new Failures.Failure(NewReport(message), "The message is no certificate, and no heartbeat."));
    }

    private static string KindOf(byte[] message)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(JsonUnicode.Repair(message));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("message_type", out JsonElement kind) ? kind.ToString() : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
