using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using IntelMQ.Bots;
using IntelMQ.Http;
using IntelMQ.Intake;

namespace IntelMQ.S3;

/// <summary>A bucket: what bots ask of it, with reasons that name the bucket and the object.</summary>
internal sealed class S3Storage : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    /// <summary>Makes ready to connect.</summary>
    /// <exception cref="IOException">A file that the parameters name cannot be read.</exception>
    public S3Storage(S3ConnectionOptions connection, HttpConnectionOptions http, IHttpConnections connections)
    {
        _bucket = connection.Bucket!;
        var config = new AmazonS3Config
        {
            AuthenticationRegion = connection.Region,
            HttpClientFactory = new Clients(connections.ClientFor(http.ToSettings().Connection)),
            MaxErrorRetry = Math.Max(0, http.HttpTimeoutMaxTries - 1),
            Timeout = http.HttpTimeoutSec,
            // Many services that are not Amazon's know no trailing checksums; the body is a part of the signature all the same.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (string.IsNullOrEmpty(connection.EndpointUrl))
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
        }
        else
        {
            config.ServiceURL = connection.EndpointUrl;
            config.ForcePathStyle = true;
        }

        AWSCredentials credentials = string.IsNullOrEmpty(connection.AccessKey) ? new AnonymousAWSCredentials()
            : connection.SessionToken is { IsEmpty: false } token ? new SessionAWSCredentials(connection.AccessKey, connection.SecretKey!.Reveal(), token.Reveal())
            : new BasicAWSCredentials(connection.AccessKey, connection.SecretKey!.Reveal());
        _client = new AmazonS3Client(credentials, config);
    }

    /// <summary>A page of the objects whose keys begin so, in the order of their keys.</summary>
    /// <exception cref="HttpServiceException">The bucket cannot be listed.</exception>
    public async Task<(IReadOnlyList<S3Object> Objects, string? Next)> ListAsync(string prefix, string? continuation, CancellationToken cancellationToken)
    {
        ListObjectsV2Response page = await AskAsync(
            () => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix, ContinuationToken = continuation }, cancellationToken),
            $"The objects of the bucket {_bucket} cannot be listed",
            cancellationToken).ConfigureAwait(false);
        return (page.S3Objects ?? [], page.IsTruncated == true ? page.NextContinuationToken : null);
    }

    /// <summary>Reads an object, provided that it still is what was listed.</summary>
    /// <exception cref="HttpServiceException">It cannot be had.</exception>
    /// <exception cref="InvalidDataException">It is too large.</exception>
    public Task GetAsync(string key, string etag, Spool spool, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            using GetObjectResponse answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key, EtagToMatch = etag }, cancellationToken).ConfigureAwait(false);
            await spool.AppendAsync(answer.ResponseStream, cancellationToken).ConfigureAwait(false);
            return true;
        },
        $"The object {key} of the bucket {_bucket} cannot be had",
        cancellationToken);

    /// <summary>Stores an object.</summary>
    /// <exception cref="HttpServiceException">It cannot be stored.</exception>
    public Task PutAsync(string key, string contentType, byte[] content, CancellationToken cancellationToken) => AskAsync(
        () => _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = key, ContentType = contentType, InputStream = new MemoryStream(content, writable: false), UseChunkEncoding = false },
            cancellationToken),
        $"The object {key} cannot be stored in the bucket {_bucket}",
        cancellationToken);

    /// <summary>Gives an object another key.</summary>
    /// <exception cref="HttpServiceException">It cannot be moved; it may be there twice.</exception>
    public async Task MoveAsync(string key, string etag, string target, CancellationToken cancellationToken)
    {
        await AskAsync(
            () => _client.CopyObjectAsync(new CopyObjectRequest { SourceBucket = _bucket, SourceKey = key, DestinationBucket = _bucket, DestinationKey = target, ETagToMatch = etag }, cancellationToken),
            $"The object {key} cannot be copied to {target} in the bucket {_bucket}",
            cancellationToken).ConfigureAwait(false);
        await DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tag of an object; <see langword="null"/> where there is none.</summary>
    /// <exception cref="HttpServiceException">It cannot be asked for.</exception>
    public Task<string?> TagOfAsync(string key, CancellationToken cancellationToken) => AskAsync<string?>(
        async () =>
        {
            try
            {
                return (await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key }, cancellationToken).ConfigureAwait(false)).ETag;
            }
            catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        $"The object {key} of the bucket {_bucket} cannot be asked for",
        cancellationToken);

    /// <summary>Removes an object.</summary>
    /// <exception cref="HttpServiceException">It cannot be removed.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => AskAsync(
        () => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = key }, cancellationToken),
        $"The object {key} of the bucket {_bucket} cannot be removed",
        cancellationToken);

    public void Dispose() => _client.Dispose();

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, string complaint, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (AmazonServiceException exception)
        {
            string reason = exception.StatusCode == 0 ? (exception.InnerException ?? exception).Message.TrimEnd('.') : $"the service answers {(int)exception.StatusCode} {exception.ErrorCode}".TrimEnd();
            throw new HttpServiceException($"{complaint}: {reason}.", exception) { Status = exception.StatusCode == 0 ? null : (int)exception.StatusCode };
        }
        catch (Exception exception) when (exception is AmazonClientException or HttpRequestException or IOException and not HttpServiceException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string reason = exception is OperationCanceledException ? "the service does not answer in time" : (exception.InnerException ?? exception).Message.TrimEnd('.');
            throw new HttpServiceException($"{complaint}: {reason}.", exception);
        }
    }

    // The connections are the host's, with its proxies, certificates and policy.
    private sealed class Clients(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
