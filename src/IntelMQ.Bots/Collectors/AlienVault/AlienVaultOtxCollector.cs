using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the pulses that an account of AlienVault's OTX is subscribed to, page by page, and makes one report of them: a JSON array.</summary>
/// <remarks>A page that cannot be had ends the attempt, and nothing is sent: the next attempt begins with the first page.</remarks>
[Bot("intelmq.bots.collectors.alienvault_otx.collector", BotKind.Collector, Summary = "Takes the subscribed pulses of AlienVault's OTX.")]
public sealed partial class AlienVaultOtxCollector : HttpSourceCollector
{
    private const int MaxPages = 10_000;

    private static readonly Uri Service = new("https://otx.alienvault.com/api/v1/pulses/subscribed?limit=50");

    private readonly AlienVaultOtxCollectorOptions _options;

    /// <inheritdoc cref="AlienVaultOtxCollector(AlienVaultOtxCollectorOptions)"/>
    public AlienVaultOtxCollector(AlienVaultOtxCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
        => _options = options!;

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The pulses cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pulses = new Utf8Buffer(4096);
        Uri? page = FirstPage();
        var seen = new HashSet<Uri>();
        for (int pages = 0; page is not null; pages++)
        {
            if (pages == MaxPages)
                throw new HttpServiceException($"OTX lists more than {MaxPages} pages.");
            if (!seen.Add(page))
                throw new HttpServiceException("OTX gives a page for the next one that it has given before.");
            Uri here = page;
            using JsonDocument answer = await AskJsonAsync(() => Request(here), cancellationToken).ConfigureAwait(false);
            Append(answer.RootElement, pulses);
            page = NextPage(answer.RootElement, here);
        }

        pulses.Append(pulses.Length == 0 ? "[]"u8 : "]"u8);
        yield return new CollectedReport(NewReport(pulses.WrittenSpan.ToArray()));
    }

    private Uri FirstPage()
    {
        if (!_options.ModifiedPulsesOnly)
            return Service;
        DateTimeOffset since = Services.Time.GetUtcNow() - _options.Interval;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{Service}&modified_since={since:yyyy-MM-ddTHH:mm:ss}"));
    }

    // The key goes to the service alone, whatever it gives for a next page.
    private static Uri? NextPage(JsonElement answer, Uri here)
    {
        if (!answer.TryGetProperty("next", out JsonElement next) || next.ValueKind != JsonValueKind.String || next.GetString() is not { Length: > 0 } text)
            return null;
        if (!Uri.TryCreate(here, text, out Uri? page) || page.Scheme != here.Scheme || page.Authority != here.Authority)
            throw new HttpServiceException($"OTX gives a next page that is not its own: {Shown(text)}.");
        return page;
    }

    private void Append(JsonElement answer, Utf8Buffer pulses)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("results", out JsonElement results) || results.ValueKind != JsonValueKind.Array)
            throw new HttpServiceException("The answer of OTX holds no pulses.");
        foreach (JsonElement pulse in results.EnumerateArray())
        {
            pulses.Append(pulses.Length == 0 ? "["u8 : ", "u8);
            if (!PythonJson.TryWrite(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(pulse), pulses, ascii: true, sortKeys: false))
                throw new HttpServiceException("OTX gives a pulse that is nested too deep.");
            if (pulses.Length > _options.MaxReportSize)
                throw new HttpServiceException($"The pulses of OTX have more than {_options.MaxReportSize} bytes, which max_report_size does not allow.");
        }
    }

    private HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("X-OTX-API-KEY", _options.ApiKey!.Reveal());
        return request;
    }
}
