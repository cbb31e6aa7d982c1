using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Xml;
using IntelMQ.Http;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the OpenIOC documents of the malware that a FireEye appliance has found, each once.</summary>
/// <remarks>
/// Of the alerts those of mail and of analysed malware (<c>EMAIL_MPS</c>, <c>MAS</c>) with a malware object count, and of the documents those that
/// hold an MD5 sum. That an alert was taken is stored in the commit that stores its report.
/// </remarks>
[Bot("intelmq.bots.collectors.fireeye.collector_mas", BotKind.Collector, Summary = "Takes OpenIOC documents of malware from a FireEye appliance.")]
public sealed partial class FireEyeCollector : HttpSourceCollector
{
    private static readonly TimeSpan Known = TimeSpan.FromDays(30);

    private readonly FireEyeCollectorOptions _options;
    private readonly TakenItems _taken;
    private readonly Uri _service;

    /// <inheritdoc cref="FireEyeCollector(FireEyeCollectorOptions)"/>
    public FireEyeCollector(FireEyeCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _service = new Uri($"https://{_options.Host}/wsapis/v2.0.0/");
        _taken = new TakenItems(State, Known, null);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The appliance gives no answer, or refuses.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string token = await LogInAsync(cancellationToken).ConfigureAwait(false);
        HttpServiceException? failed = null;
        foreach (string alert in await AlertsAsync(token, cancellationToken).ConfigureAwait(false))
        {
            if (_taken.Contains(alert))
                continue;
            DownloadedFile document;
            try
            {
                var url = new Uri(_service, $"openioc?alert_uuid={Uri.EscapeDataString(alert)}");
                document = await DownloadAsync(url, request => Authorized(request, token), _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded($"The document of the alert {Shown(alert)}", exception.Message);
                failed ??= exception;
                continue;
            }

            if (HasMd5(document.Data))
                yield return NewCollected(NewReport(document.Data), [_taken.Take(alert, "")], null, Encoding.UTF8.GetBytes(alert));
        }

        if (failed is not null)
            throw failed;
    }

    private protected override HttpRequestSettings Settings(HttpConnectionOptions http)
    {
        http.SslClientCertificate ??= _options.SslClientCert;
        return base.Settings(http);
    }

    private static HttpRequestMessage Authorized(HttpRequestMessage request, string token)
    {
        request.Headers.TryAddWithoutValidation("X-FeApi-Token", token);
        return request;
    }

    private static bool HasMd5(byte[] document)
    {
        try
        {
            using XmlReader reader = SafeXml.Read(document);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Context" && reader.GetAttribute("search") == "FileItem/Md5sum")
                    return true;
            }
        }
        catch (XmlException)
        {
            // The parser says what is wrong with it.
            return true;
        }

        return false;
    }

    private async Task<string> LogInAsync(CancellationToken cancellationToken)
    {
        HttpReply reply = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri(_service, "auth/login")), cancellationToken).ConfigureAwait(false);
        if (!reply.IsSuccess)
            throw Refusal(reply);
        return reply.Header("X-FeApi-Token") ?? throw new HttpServiceException($"{HttpSession.Shown(reply.Url)} gives no token.");
    }

    private async Task<List<string>> AlertsAsync(string token, CancellationToken cancellationToken)
    {
        var url = new Uri(_service, $"alerts?duration={Uri.EscapeDataString(_options.RequestDuration!)}");
        DownloadedFile file = await DownloadAsync(url, request =>
        {
            Authorized(request, token);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
        }, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        using JsonDocument answer = JsonOf(file.Data, url);
        if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("alert", out JsonElement alerts) || alerts.ValueKind != JsonValueKind.Array)
            throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} is no list of alerts.");
        var wanted = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement alert in alerts.EnumerateArray())
        {
            if (Text(alert, "product") is "EMAIL_MPS" or "MAS" && Text(alert, "name") == "MALWARE_OBJECT" && Text(alert, "uuid") is { Length: > 0 } uuid && known.Add(uuid))
                wanted.Add(uuid);
        }

        return wanted;
    }

    private static string? Text(JsonElement item, string name)
        => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
