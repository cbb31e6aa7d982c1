using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3.Model;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.S3;

/// <summary>Takes the objects of a bucket of Amazon S3 or storage that is compatible with it, each once, and unpacks them.</summary>
/// <remarks>
/// IntelMQ has no such bot. That an object was taken, by its key and tag (ETag), is stored in the commit that stores its last report; it is removed or
/// moved only when all that was made of it is stored, and only if it is still what was read. An object that cannot be had keeps none of the others
/// back, and is asked for again in the next turn; one that is damaged is a failure with its key, stays where it is, and is not tried again until it
/// changes. The key needs the rights to list and to read, and those to remove and to write where <c>after</c> says so. Tested with the official client
/// against a server that answers as Amazon documents, not against the service. All parameters are this project's own.
/// </remarks>
[Bot("intelmq.bots.collectors.s3.collector", BotKind.Collector, Summary = "Takes the objects of a bucket of S3-compatible storage.")]
public sealed partial class S3Collector : Collector
{
    // A failure keeps no more of what is larger.
    private const int KeptOfFailure = 64 << 10;

    private readonly S3CollectorOptions _options;
    private readonly FileNamePattern _pattern;
    private readonly StateValues _taken;

    // Objects that give nothing, by key, with their tags.
    private Dictionary<string, string> _useless = new(StringComparer.Ordinal);
    private S3Storage? _storage;

    /// <inheritdoc cref="S3Collector(S3CollectorOptions)"/>
    public S3Collector(S3CollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _pattern = new FileNamePattern(options.Postfix);
        _taken = State.Values("taken");
    }

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        IHttpConnections connections = Services.Http ?? throw new BotConfigurationException(Module, ["this bot speaks HTTP, but the host hands it no connections: set BotServices.Http."]);
        try
        {
            _storage ??= new S3Storage(_options.Connection, _options.Http, connections);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The list, or one of the objects, cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpServiceException? failed = null;
        Dictionary<string, string> useless = _useless;
        _useless = new Dictionary<string, string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            (IReadOnlyList<S3Object> objects, next) = await Storage.ListAsync(_options.Prefix, next, cancellationToken).ConfigureAwait(false);
            foreach (S3Object found in objects)
            {
                // What ends so is a folder to some programs, and empty.
                if (found.Size is null or 0 || found.Key.EndsWith('/') || !_pattern.Matches(found.Key))
                    continue;
                if (useless.GetValueOrDefault(found.Key) == found.ETag)
                {
                    _useless[found.Key] = found.ETag;
                    continue;
                }

                if (_taken.TryGet(KeyOf(found.Key), out ReadOnlyMemory<byte> tag) && tag.Span.SequenceEqual(Encoding.UTF8.GetBytes(found.ETag)))
                {
                    // Its removal was not to be had, or a kill came before.
                    await PutAwayAsync(found, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                var spool = new Spool(_options.MaxDownloadSize);
                await using (spool.ConfigureAwait(false))
                {
                    string? damage = null;
                    try
                    {
                        await Storage.GetAsync(found.Key, found.ETag, spool, cancellationToken).ConfigureAwait(false);
                    }
                    catch (HttpServiceException exception)
                    {
                        Log.NotTaken(found.Key, exception.Message);
                        failed ??= exception;
                        continue;
                    }
                    catch (InvalidDataException exception)
                    {
                        damage = exception.Message;
                    }

                    damage ??= await DamageAsync(spool, cancellationToken).ConfigureAwait(false);
                    if (damage is not null)
                    {
                        yield return await FailureAsync(found, spool, damage, cancellationToken).ConfigureAwait(false);
                        continue;
                    }

                    await foreach (CollectedReport report in ReportsAsync(found, spool, cancellationToken).ConfigureAwait(false))
                        yield return report;
                }
            }
        }
        while (next is not null);
        if (failed is not null)
            throw failed;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _storage?.Dispose();
        return base.DisposeAsync();
    }

    private S3Storage Storage => _storage ?? throw new InvalidOperationException("The bot is not started.");

    private async IAsyncEnumerable<CollectedReport> ReportsAsync(S3Object found, Spool spool, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = new Receipt(1);
        var source = new CollectedSource(async token =>
        {
            all.Release(1);
            await PutAwayAsync(found, token).ConfigureAwait(false);
        });
        Report? last = null;
        int piece = 0;
        await foreach (ArchiveEntry entry in EntriesAsync(spool, cancellationToken).ConfigureAwait(false))
        {
            await foreach (byte[] data in ReportChunks.ReadAsync(entry.Content, Plan, cancellationToken).ConfigureAwait(false))
            {
                if (last is not null)
                    yield return new CollectedReport(last, source.Expect()) { Identity = IdentityOf(found, piece++) };
                last = ReportOf(data, entry.Name.Length > 0 ? entry.Name : found.Key);
            }
        }

        // That it was taken goes with the last report, and is kept once all are settled.
        if (last is not null)
            yield return NewCollected(last, [_taken.ChangeOf(KeyOf(found.Key), Encoding.UTF8.GetBytes(found.ETag), Lifetime) with { Receipt = all }], source.Expect(), IdentityOf(found, piece));
        else
            _useless[found.Key] = found.ETag;
        await source.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan? Lifetime => _options.Remember == TimeSpan.Zero ? null : _options.Remember;

    private ChunkPlan Plan => new(0, false, false, true, _options.MaxReportSize);

    private async Task<CollectedReport> FailureAsync(S3Object found, Spool spool, string damage, CancellationToken cancellationToken)
    {
        _useless[found.Key] = found.ETag;
        byte[] kept = new byte[Math.Min(spool.Length, KeptOfFailure)];
        await spool.Read().ReadExactlyAsync(kept, cancellationToken).ConfigureAwait(false);
        return new CollectedReport(new Failure(ReportOf(kept, found.Key), $"The object {found.Key} {damage.TrimEnd('.')}. It stays where it is.")
        {
            TruncatedFrom = found.Size > kept.Length ? found.Size.Value : 0,
        });
    }

    // All of it is unpacked before any of it goes on, so that half of a damaged object is no data.
    private async Task<string?> DamageAsync(Spool spool, CancellationToken cancellationToken)
    {
        try
        {
            if (!_options.ExtractFiles.IsNone && !Archive.IsArchive(spool.Read()))
                return "is no archive, although extract_files is set";
            int count = 0;
            await foreach (ArchiveEntry entry in EntriesAsync(spool, cancellationToken).ConfigureAwait(false))
            {
                await foreach (byte[] _ in ReportChunks.ReadAsync(entry.Content, Plan, cancellationToken).ConfigureAwait(false))
                    count++;
            }

            return count == 0 && !_options.ExtractFiles.IsNone ? Archive.NothingIn(_options.ExtractFiles) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return exception.Message;
        }
    }

    private async IAsyncEnumerable<ArchiveEntry> EntriesAsync(Spool spool, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] head = new byte[2];
        int read = await spool.Read().ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (_options.ExtractFiles.IsNone && !(read == 2 && head is [0x1F, 0x8B]))
        {
            yield return new ArchiveEntry("", spool.Read());
            yield break;
        }

        var budget = new UnpackBudget(_options.MaxUnpackedSize, _options.MaxUnpackRatio);
        FileSelection selection = _options.ExtractFiles.IsNone ? FileSelection.All : _options.ExtractFiles;
        await foreach (ArchiveEntry entry in Archive.ReadAsync(spool.Read(), "", selection, budget, cancellationToken).ConfigureAwait(false))
            yield return entry;
    }

    private Report ReportOf(byte[] data, string name)
    {
        Report report = NewReport(data);
        report.Set("extra.file_name", FieldValue.Text(Encoding.UTF8.GetBytes(name)));
        return report;
    }

    private async ValueTask PutAwayAsync(S3Object found, CancellationToken cancellationToken)
    {
        if (_options.After == S3CollectorOptions.Keep)
            return;
        try
        {
            // Somebody may have written another one in its place.
            if (await Storage.TagOfAsync(found.Key, cancellationToken).ConfigureAwait(false) != found.ETag)
                return;
            if (_options.After == S3CollectorOptions.Move)
                await Storage.MoveAsync(found.Key, found.ETag, _options.MoveTo + found.Key[_options.Prefix.Length..], cancellationToken).ConfigureAwait(false);
            else
                await Storage.DeleteAsync(found.Key, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpServiceException exception)
        {
            Log.NotPutAway(found.Key, exception.Message);
        }
    }

    private byte[] IdentityOf(S3Object found, int piece)
        => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_options.Connection.Bucket}\n{found.Key}\n{found.ETag}\n{piece}"));

    // An object's key may be longer than one here.
    private static byte[] KeyOf(string name)
    {
        byte[] key = Encoding.UTF8.GetBytes(name);
        return key.Length <= StateLimits.MaxKey ? key : SHA256.HashData(key);
    }
}
