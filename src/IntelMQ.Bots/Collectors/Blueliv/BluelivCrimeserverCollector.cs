using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the crime servers that are online from Blueliv, and makes one report of them: a JSON array.</summary>
[Bot("intelmq.bots.collectors.blueliv.collector_crimeserver", BotKind.Collector, Summary = "Takes the crime servers that are online from Blueliv.")]
public sealed partial class BluelivCrimeserverCollector : HttpSourceCollector
{
    private readonly BluelivCrimeserverCollectorOptions _options;

    /// <inheritdoc cref="BluelivCrimeserverCollector(BluelivCrimeserverCollectorOptions)"/>
    public BluelivCrimeserverCollector(BluelivCrimeserverCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
        => _options = options!;

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The servers cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = new Uri(_options.ApiUrl.TrimEnd('/') + "/v1/crimeserver/online");
        DownloadedFile file = await DownloadAsync(url, Authorize, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        yield return new CollectedReport(NewReport(ServersOf(file.Data, url)));
    }

    private static byte[] ServersOf(byte[] data, Uri url)
    {
        using JsonDocument answer = JsonOf(data, url);
        var servers = new Utf8Buffer(data.Length);
        if (answer.RootElement.ValueKind != JsonValueKind.Object
            || !answer.RootElement.TryGetProperty("crimeServers", out JsonElement list)
            || list.ValueKind != JsonValueKind.Array
            || !PythonJson.TryWrite(JsonMarshal.GetRawUtf8Value(list), servers, ascii: true, sortKeys: false))
        {
            throw new HttpServiceException($"The answer of {HttpSession.Shown(url)} holds no crime servers.");
        }

        return servers.WrittenSpan.ToArray();
    }

    private void Authorize(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Authorization", $"bearer {_options.ApiKey!.Reveal()}");
}
