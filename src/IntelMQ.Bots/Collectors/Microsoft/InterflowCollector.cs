using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes the files that are shared through Microsoft's Interflow, each once; those whose names end in <c>.gz</c> are unpacked.</summary>
/// <remarks>
/// That a file was taken is stored in the commit that stores its report. A file that cannot be had keeps none of the others back; it is asked
/// for again with the next attempt.
/// </remarks>
[Bot("intelmq.bots.collectors.microsoft.collector_interflow", BotKind.Collector, Summary = "Takes files that are shared through Microsoft's Interflow.")]
public sealed partial class InterflowCollector : HttpSourceCollector
{
    // IntelMQ's, for this kind of bot.
    private const int Database = 5;

    private static readonly Uri ListUrl = new("https://interflow.azure-api.net/file/api/file/listsharedfiles");

    private readonly InterflowCollectorOptions _options;
    private readonly PythonPattern? _pattern;
    private readonly TakenItems _taken;

    /// <inheritdoc cref="InterflowCollector(InterflowCollectorOptions)"/>
    public InterflowCollector(InterflowCollectorOptions options, BotServices services)
        : base(options, options?.Http!, services)
    {
        _options = options!;
        _pattern = Patterns.Of(_options.FileMatch);
        _taken = new TakenItems(State, _options.CacheTtl, _options.Cache.ToShared(Database));
    }

    /// <summary>Makes ready to connect, and checks how far back is looked.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        if (Since is { } since && _options.CacheTtl > TimeSpan.Zero && Services.Time.GetUtcNow() - since > _options.CacheTtl)
            throw new BotConfigurationException(Module, ["redis_cache_ttl is shorter than not_older_than reaches back, so that files would be taken again: make it longer, or 0."]);
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The list, or one of the files, cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpServiceException? failed = null;
        foreach ((string name, string modified) in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_taken.Contains(name))
                continue;
            var url = new Uri($"https://interflow.azure-api.net/file/api/file/download?fileName={Uri.EscapeDataString(name)}");
            byte[] data;
            try
            {
                data = await TakeAsync(name, url, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpServiceException exception)
            {
                Log.NotDownloaded(Shown(name), exception.Message);
                failed ??= exception;
                continue;
            }

            if (IsNothing(data))
                continue;
            Report report = NewReport(data);
            report.Set(Fields.Feed.Url, url.OriginalString);
            yield return NewCollected(report, [_taken.Take(name, modified)], null, Encoding.UTF8.GetBytes($"{name}\n{modified}"));
        }

        if (failed is not null)
            throw failed;
    }

    private DateTimeOffset? Since => string.IsNullOrWhiteSpace(_options.NotOlderThan) ? null : TimeLimit.At(_options.NotOlderThan, Services.Time.GetUtcNow());

    private async Task<List<(string Name, string Modified)>> ListAsync(CancellationToken cancellationToken)
    {
        using JsonDocument answer = await AskJsonAsync(() => Authorized(new HttpRequestMessage(HttpMethod.Get, ListUrl)), cancellationToken).ConfigureAwait(false);
        if (answer.RootElement.ValueKind != JsonValueKind.Array)
            throw new HttpServiceException("Interflow gives no list of files.");
        DateTimeOffset? since = Since;
        var files = new List<(string, string)>();
        foreach (JsonElement item in answer.RootElement.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("Name", out JsonElement named) || named.ValueKind != JsonValueKind.String)
            {
                Log.NotListed(Shown(item.ToString()));
                continue;
            }

            string name = named.GetString()!;
            string modified = item.TryGetProperty("LastModified", out JsonElement changed) ? changed.ToString() : "";
            // A file whose time cannot be read is rather taken than missed.
            bool isRecent = since is null || !DateTimeOffset.TryParse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) || time >= since;
            if (isRecent && (_pattern is null || _pattern.MatchStart(name.AsSpan()) == RegexOutcome.Match))
                files.Add((name, modified));
        }

        return files;
    }

    private async Task<byte[]> TakeAsync(string name, Uri url, CancellationToken cancellationToken)
    {
        DownloadedFile file = await DownloadAsync(url, request => Authorized(request), _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
            return CharacterSets.ToUtf8(file.Data, file.Charset).ToArray();
        try
        {
            List<UnpackedFile> files = await UnpackedFile.ReadAsync(file.Data, FileSelection.All, _options.MaxReportSize, cancellationToken).ConfigureAwait(false);
            return files[0].Data;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new HttpServiceException($"The file {Shown(name)} {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private HttpRequestMessage Authorized(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Ocp-Apim-Subscription-Key", _options.ApiKey!.Reveal());
        return request;
    }
}
