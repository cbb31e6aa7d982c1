using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Intake;
using IntelMQ.State;

namespace IntelMQ.Azure;

/// <summary>Takes the blobs of a container of Azure Blob Storage, each once; what is packed with gzip is unpacked.</summary>
/// <remarks>
/// That a blob was taken is stored in the commit that stores its report. A blob that cannot be had keeps none of the others back; it is asked
/// for again with the next attempt. The account needs the rights to list and to read. Tested with the official client against a stand-in that
/// answers as the service's REST API does, not against the service.
/// </remarks>
[Bot("intelmq.bots.collectors.microsoft.collector_azure", BotKind.Collector, Summary = "Takes the blobs of a container of Azure Blob Storage.")]
public sealed partial class AzureCollector : Collector
{
    private readonly AzureCollectorOptions _options;
    private readonly StateValues _taken;
    private BlobContainerClient? _container;

    /// <inheritdoc cref="AzureCollector(AzureCollectorOptions)"/>
    public AzureCollector(AzureCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _taken = State.Values("taken");
    }

    /// <summary>Makes ready to connect.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        IHttpConnections connections = Services.Http ?? throw new BotConfigurationException(Module, ["this bot speaks HTTP, but the host hands it no connections: set BotServices.Http."]);
        try
        {
            var options = new BlobClientOptions { Transport = new HttpClientTransport(connections.ClientFor(_options.Http.ToSettings().Connection)) };
            options.Retry.MaxRetries = Math.Max(0, _options.Http.HttpTimeoutMaxTries - 1);
            options.Retry.NetworkTimeout = _options.Http.HttpTimeoutSec;
            _container = new BlobContainerClient(_options.ConnectionString!.Reveal(), _options.ContainerName, options);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="HttpServiceException">The list, or one of the blobs, cannot be had.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpServiceException? failed = null;
        IAsyncEnumerator<BlobItem> blobs = Container.GetBlobsAsync(cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (blobs.ConfigureAwait(false))
        {
            while (await AskAsync(async () => await blobs.MoveNextAsync().ConfigureAwait(false), "The blobs cannot be listed").ConfigureAwait(false))
            {
                BlobItem blob = blobs.Current;
                byte[] key = KeyOf(blob.Name);
                if (_taken.TryGet(key, out _))
                    continue;
                byte[] data;
                try
                {
                    data = await TakeAsync(blob.Name, cancellationToken).ConfigureAwait(false);
                }
                catch (HttpServiceException exception)
                {
                    Log.NotTaken(blob.Name, exception.Message);
                    failed ??= exception;
                    continue;
                }

                if (data.Length == 0)
                    continue;
                DateTimeOffset? until = _options.CacheTtl == TimeSpan.Zero ? null : Services.Time.GetUtcNow() + _options.CacheTtl;
                yield return NewCollected(
                    NewReport(data),
                    [_taken.ChangeOf(key, "1"u8) with { Expires = until }],
                    null,
                    Encoding.UTF8.GetBytes($"{_options.ContainerName}\n{blob.Name}\n{blob.Properties.ETag}"));
            }
        }

        if (failed is not null)
            throw failed;
    }

    private BlobContainerClient Container => _container ?? throw new InvalidOperationException("The bot is not started.");

    private Task<byte[]> TakeAsync(string name, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            Response<BlobDownloadStreamingResult> blob = await Container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            using (blob.Value)
            {
                byte[] data = await ReadAsync(blob.Value.Content, cancellationToken).ConfigureAwait(false);
                if (data is not [0x1F, 0x8B, ..])
                    return data;
                Stream content = Archive.OpenGzip(new MemoryStream(data));
                await using (content.ConfigureAwait(false))
                    return await ReadAsync(content, cancellationToken).ConfigureAwait(false);
            }
        },
        $"The blob {name} cannot be had");

    private async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var data = new MemoryStream();
        byte[] buffer = new byte[81920];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (data.Length + read > _options.MaxReportSize)
                throw new InvalidDataException($"it has more than {_options.MaxReportSize} bytes (max_report_size)");
            data.Write(buffer, 0, read);
        }

        return data.ToArray();
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, string complaint)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (RequestFailedException exception)
        {
            string reason = exception.Status == 0 ? (exception.InnerException ?? exception).Message.TrimEnd('.') : $"the service answers {exception.Status} {exception.ErrorCode}".TrimEnd();
            throw new HttpServiceException($"{complaint}: {reason}.", exception);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or IOException or AggregateException)
        {
            throw new HttpServiceException($"{complaint}: {(exception.InnerException ?? exception).Message.TrimEnd('.')}.", exception);
        }
    }

    // A blob's name may be longer than a key.
    private static byte[] KeyOf(string name)
    {
        byte[] key = Encoding.UTF8.GetBytes(name);
        return key.Length <= StateLimits.MaxKey ? key : SHA256.HashData(key);
    }
}
