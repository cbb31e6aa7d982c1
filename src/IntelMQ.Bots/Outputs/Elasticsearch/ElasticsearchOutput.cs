using System.Globalization;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Stores events in Elasticsearch or OpenSearch, by bulk requests. An event's hash is its document's id, so that an event that is sent twice
/// is one document. Documents that are refused are failures, with the server's reason; the others of the batch are stored.
/// </summary>
[Bot("intelmq.bots.outputs.elasticsearch.output", BotKind.Output)]
public sealed partial class ElasticsearchOutput : HttpOutput
{
    private const int MaxBulk = 8 * 1024 * 1024;
    private const int MaxRepeats = 3;

    private static readonly TimeSpan PauseBeforeRepeat = TimeSpan.FromMilliseconds(200);

    private readonly ElasticsearchOutputOptions _options;
    private readonly Uri _url;
    private readonly ElasticsearchDocument _document;
    private readonly IndexRotation _rotation;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _bulk = new(64 * 1024);

    /// <inheritdoc cref="ElasticsearchOutput(ElasticsearchOutputOptions)"/>
    public ElasticsearchOutput(ElasticsearchOutputOptions options, BotServices services)
        : base(options, () => options.ToSettings(), services)
    {
        _options = options;
        _url = options.Url;
        _document = new ElasticsearchDocument(options.FlattenFields, options.ReplacementChar);
        IndexTimes times = options.RotateExactly ? IndexTimes.All : string.IsNullOrEmpty(options.ReplacementChar) ? IndexTimes.Whole : IndexTimes.Now;
        _rotation = new IndexRotation(options.ElasticIndex, options.RotateIndex, times, services.Time);
    }

    /// <summary>Makes the index, or looks whether there is a template for those to come.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_rotation.IsOn)
                await MakeIndexAsync(cancellationToken).ConfigureAwait(false);
            else if (!await ExistsAsync($"_index_template/{_options.ElasticIndex}", cancellationToken).ConfigureAwait(false)
                && !await ExistsAsync($"_template/{_options.ElasticIndex}", cancellationToken).ConfigureAwait(false))
                throw Refusal($"rotate_index needs a template '{_options.ElasticIndex}' for the indices to come: make it on the server.");
        }
        catch (Exception exception) when (exception is IOException or RefusedException)
        {
            throw Refusal(exception.Message);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<Event> left = _sent.Left(batch);
        BulkRefusal? refusal = null;
        int refused = 0;
        for (int next = 0; next < left.Count;)
        {
            int first = next;
            _bulk.Clear();
            while (next < left.Count && _bulk.Length < MaxBulk)
                Append(left[next++]);
            HttpReply reply = await PostAsync(_bulk.ToArray(), cancellationToken).ConfigureAwait(false);
            ThrowIfFailed(reply);
            BulkRefusal?[] refusals = BulkAnswer.Read(reply.Body, next - first);
            for (int i = 0; i < refusals.Length; i++)
            {
                if (refusals[i] is { } found)
                    (refusal, refused) = (refusal is { MayPass: true } ? refusal : found, refused + 1);
                else
                    _sent.Note(left[first + i]);
            }
        }

        if (refusal is not null)
            throw Failed(refusal, refused, batch.Count);
        _sent.Forget(batch);
    }

    private static Exception Failed(BulkRefusal refusal, int refused, int count)
    {
        string message = count == 1 ? refusal.Reason : string.Create(CultureInfo.InvariantCulture, $"{refusal.Reason} ({refused} of {count} documents)");
        return refusal.MayPass ? new HttpServiceException(message) : new RefusedException(message);
    }

    private void Append(Event message)
    {
        _bulk.Append("{\"index\":{\"_index\":"u8);
        PythonJson.WriteString(Encoding.UTF8.GetBytes(_rotation.IndexOf(message)), _bulk, ascii: false);
        _bulk.Append(",\"_id\":\""u8);
        _bulk.Append(MessageHash.ComputeText(message, HashFilter.All).AsSpan());
        _bulk.Append("\"}}\n"u8);
        _document.Append(message, _bulk);
        _bulk.Append((byte)'\n');
    }

    // A server that is about to be there again is waited for a moment; the rest is the host's matter.
    private async Task<HttpReply> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        for (int repeats = 0; ; repeats++)
        {
            HttpReply reply = await PostAsync(new Uri(_url, "_bulk"), body, "application/x-ndjson", null, cancellationToken).ConfigureAwait(false);
            if (reply.Status is not (502 or 503 or 504) || repeats == MaxRepeats)
                return reply;
            await Task.Delay(PauseBeforeRepeat, Services.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask MakeIndexAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(_options.ElasticIndex, cancellationToken).ConfigureAwait(false))
            return;
        HttpReply made = await Session.SendAsync(() => new HttpRequestMessage(HttpMethod.Put, new Uri(_url, _options.ElasticIndex)), readsBody: true, cancellationToken).ConfigureAwait(false);
        // Another may have made it in the meantime.
        if (!made.IsSuccess && !Encoding.UTF8.GetString(made.Body.Span).Contains("resource_already_exists", StringComparison.Ordinal))
            ThrowIfFailed(made);
    }

    private async ValueTask<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        HttpReply reply = await Session.SendAsync(() => new HttpRequestMessage(HttpMethod.Head, new Uri(_url, path)), readsBody: false, cancellationToken).ConfigureAwait(false);
        if (reply.Status != 404)
            ThrowIfFailed(reply);
        return reply.Status != 404;
    }
}
