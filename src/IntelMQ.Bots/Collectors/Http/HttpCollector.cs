using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;
using IntelMQ.Text;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Downloads a feed over HTTP: one report, or one for each file of an archive. What has not changed since it was stored is not taken again.
/// </summary>
/// <remarks>
/// An archive is read to its end before its first file is handed on: one that is cut or damaged gives nothing, and the host tries again.
/// Text in another encoding than UTF-8, which the server declares, is made UTF-8.
/// </remarks>
/// <example><code>using var connections = new HttpConnections();
/// var collector = new HttpCollector(new HttpCollectorOptions { HttpUrl = "https://feeds.example.com/list.csv" }, new BotServices { Http = connections });</code></example>
[Bot("intelmq.bots.collectors.http.collector_http", BotKind.Collector, Summary = "Downloads a feed over HTTP, unpacks it and checks its signature.")]
public sealed partial class HttpCollector : Collector
{
    // What is larger would push other failures out of their store.
    private const long MaxKept = 16 << 20;
    private const int KeptOfLarger = 64 << 10;

    private static readonly byte[] VersionKey = [.. "last"u8];

    private readonly HttpCollectorOptions _options;
    private readonly StateValues _versions;
    private HttpSession? _session;

    // Of what is stored. One collector runs at a time, but its reports are settled by others.
    private volatile FeedVersion? _stored;

    /// <summary>Creates the collector.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public HttpCollector(HttpCollectorOptions options)
        : this(options, BotServices.Default)
    {
    }

    /// <summary>Creates the collector.</summary>
    /// <exception cref="BotConfigurationException">The parameters cannot be used.</exception>
    public HttpCollector(HttpCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _versions = State.Values("version");
    }

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = Session;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The feed cannot be had, is damaged, or its signature cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string url = UrlOf(_options.HttpUrl!, _options.HttpUrlFormatting);
        var spool = new Spool(_options.MaxDownloadSize);
        await using (spool.ConfigureAwait(false))
        {
            var download = new FeedDownload(Session, _options.Http.HttpTimeoutMaxTries, Services.Time);
            FeedVersion? known = _options.SkipUnchanged ? KnownOf(Target(url).OriginalString) : null;
            if (!await Named(url, () => download.RunAsync(Target(url), known, spool, cancellationToken)).ConfigureAwait(false))
            {
                Log.Unchanged(known?.ETag ?? known?.LastModified);
                yield break;
            }

            if (_options.VerifyPgpSignatures && await RefusalAsync(url, spool, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                yield return new CollectedReport(refused);
                yield break;
            }

            FileSelection selection = await SelectionAsync(spool, cancellationToken).ConfigureAwait(false);
            if (!selection.IsNone && await Named(url, () => CheckAsync(spool, selection, cancellationToken)).ConfigureAwait(false) == 0 && spool.Length > 0)
            {
                yield return new CollectedReport(await FailureAsync(url, spool, $"What {HttpSession.Shown(new Uri(url))} gives {Archive.NothingIn(selection)}.", cancellationToken).ConfigureAwait(false));
                yield break;
            }

            FeedVersion version = download.Version!;
            var all = new Receipt(1);
            var source = new CollectedSource(_ =>
            {
                _stored = version;
                all.Release(1);
                return ValueTask.CompletedTask;
            });
            Report? last = null;
            int number = 0;
            // Two versions are two feeds, also where they hold the same.
            byte[] versionHash = await HashAsync(version, spool, cancellationToken).ConfigureAwait(false);
            await foreach (ArchiveEntry entry in EntriesAsync(spool, selection, cancellationToken).ConfigureAwait(false))
            {
                byte[] data = await Named(url, () => WholeAsync(entry.Content, cancellationToken)).ConfigureAwait(false);
                if (IsNothing(data, selection))
                    continue;
                if (last is not null)
                    yield return NewPart(source, last, [], IdentityOf(versionHash, number++));
                last = NewReport(selection.IsNone && !Archive.IsArchive(data) ? CharacterSets.ToUtf8(data, download.Charset) : data);
                last.Set(Fields.Feed.Url, url);
                if (entry.Name.Length > 0)
                    last.Set("extra.file_name", FieldValue.Text(Encoding.UTF8.GetBytes(entry.Name)));
            }

            // The version goes with the last report, and is kept once all are settled.
            if (last is not null)
                yield return NewPart(source, last, ChangesFor(version, all), IdentityOf(versionHash, number));
            await source.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private FeedVersion? KnownOf(string url)
    {
        if (_stored?.Url == url)
            return _stored;
        if (!_versions.TryGet(VersionKey, out ReadOnlyMemory<byte> value) || Encoding.UTF8.GetString(value.Span).Split('\n') is not [var stored, var tag, var modified] || stored != url)
            return null;
        return new FeedVersion(url, tag.Length == 0 ? null : tag, modified.Length == 0 ? null : modified);
    }

    private static async Task<byte[]> HashAsync(FeedVersion version, Spool spool, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{version.Url}\n{version.ETag}\n{version.LastModified}\n"));
        if (version.ETag is null && version.LastModified is null)
            hash.AppendData(await SHA256.HashDataAsync(spool.Read(), cancellationToken).ConfigureAwait(false));
        return hash.GetHashAndReset();
    }

    private static byte[] IdentityOf(byte[] version, int number) => [.. version, .. BitConverter.GetBytes(number)];

    private StateChange[] ChangesFor(FeedVersion version, Receipt all)
        => _options.SkipUnchanged && (version.ETag ?? version.LastModified) is not null
            ? [_versions.ChangeOf(VersionKey, Encoding.UTF8.GetBytes($"{version.Url}\n{version.ETag}\n{version.LastModified}")) with { Receipt = all }]
            : [];

    private HttpSession Session => _session ??= HttpConnectionOptions.OpenSession(_options.ToSettings(), Services, Module);

    private string UrlOf(string url, UrlFormatting formatting)
        => formatting.Shift is { } shift ? UrlTemplate.Parse(url, out _)!.At(Services.Time.GetLocalNow() + shift) : url;

    // Brackets may stand in an address as it is written, and not as it is sent.
    private static Uri Target(string url)
    {
        var target = new Uri(url);
        return target.PathAndQuery.AsSpan().ContainsAny('[', ']')
            ? new Uri(target.GetLeftPart(UriPartial.Authority) + target.PathAndQuery.Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal))
            : target;
    }

    // What is wrong with the data is told with its address; the next attempt may bring it whole.
    private static async Task<T> Named<T>(string url, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new HttpServiceException($"What {HttpSession.Shown(new Uri(url))} gives {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private async Task<Failure?> RefusalAsync(string url, Spool spool, CancellationToken cancellationToken)
    {
        var signatureUrl = new Uri(UrlOf(_options.SignatureUrl!, _options.SignatureUrlFormatting));
        HttpReply signature = await Session.GetAsync(signatureUrl, cancellationToken).ConfigureAwait(false);
        if (!signature.IsSuccess)
            throw new HttpServiceException($"{HttpSession.Shown(signatureUrl)} answered with status {signature.Status}: there is no signature.");
        string? keyring = string.IsNullOrEmpty(_options.GpgKeyring) ? null : _options.GpgKeyring;
        if (await PgpSignature.CheckAsync(spool.Read(), signature.Body, keyring, cancellationToken).ConfigureAwait(false) is not { } reason)
            return null;
        return await FailureAsync(url, spool, $"The signature of {HttpSession.Shown(new Uri(url))} is not good: {reason.TrimEnd('.')}. The feed is not taken.", cancellationToken).ConfigureAwait(false);
    }

    private async Task<Failure> FailureAsync(string url, Spool spool, string reason, CancellationToken cancellationToken)
    {
        var kept = new byte[spool.Length <= MaxKept ? spool.Length : KeptOfLarger];
        await spool.Read().ReadExactlyAsync(kept, cancellationToken).ConfigureAwait(false);
        Report report = NewReport(kept);
        report.Set(Fields.Feed.Url, url);
        return new Failure(report, reason) { TruncatedFrom = spool.Length <= MaxKept ? 0 : spool.Length };
    }

    // Zip is unpacked without being asked, as by IntelMQ.
    private async Task<FileSelection> SelectionAsync(Spool spool, CancellationToken cancellationToken)
    {
        if (!_options.ExtractFiles.IsNone)
            return _options.ExtractFiles;
        var head = new byte[4];
        int read = await spool.Read().ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return read == head.Length && head.AsSpan() is [(byte)'P', (byte)'K', 3, 4] or [(byte)'P', (byte)'K', 5, 6] ? FileSelection.All : FileSelection.None;
    }

    private async Task<int> CheckAsync(Spool spool, FileSelection selection, CancellationToken cancellationToken)
    {
        int count = 0;
        if (spool.Length > 0 && !Archive.IsArchive(spool.Read()))
            throw new InvalidDataException("is no archive, although extract_files is set");
        await foreach (ArchiveEntry entry in EntriesAsync(spool, selection, cancellationToken).ConfigureAwait(false))
        {
            await entry.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            count++;
        }

        return count;
    }

    private async IAsyncEnumerable<ArchiveEntry> EntriesAsync(Spool spool, FileSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (spool.Length == 0)
            yield break;
        if (selection.IsNone)
        {
            yield return new ArchiveEntry("", spool.Read());
            yield break;
        }

        var budget = new UnpackBudget(_options.MaxUnpackedSize, _options.MaxUnpackRatio);
        await foreach (ArchiveEntry entry in Archive.ReadAsync(spool.Read(), "", selection, budget, cancellationToken).ConfigureAwait(false))
            yield return entry;
    }

    private async Task<byte[]> WholeAsync(Stream content, CancellationToken cancellationToken)
    {
        var plan = new ChunkPlan(0, false, false, true, _options.MaxReportSize);
        await foreach (byte[] whole in ReportChunks.ReadAsync(content, plan, cancellationToken).ConfigureAwait(false))
            return whole;
        return [];
    }

    // What IntelMQ takes for nothing: no data, and the signs for it where the data is text.
    private static bool IsNothing(ReadOnlySpan<byte> data, FileSelection selection)
        => data.IsEmpty || (selection.IsNone && (data.SequenceEqual("-"u8) || data.SequenceEqual("N/A"u8)));
}
