using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using MongoDB.Bson;
using MongoDB.Driver;

namespace IntelMQ.MongoDb;

/// <summary>
/// Inserts events into a collection of MongoDB, a batch at once. A document's id is made of all that the event holds, so that an event that
/// is sent twice is one document. Documents that are refused are failures, with the server's reason; the others of the batch are stored.
/// </summary>
/// <remarks>
/// <c>time.observation</c> is a date, with <c>hierarchical_output</c> <c>time.source</c> too; dates have milliseconds. The user needs the
/// role <c>readWrite</c>. Tested with the official driver against a stand-in that speaks the server's protocol, not against a server.
/// </remarks>
[Bot("intelmq.bots.outputs.mongodb.output", BotKind.Output, Summary = "Stores events in a collection of MongoDB.")]
public sealed partial class MongoDbOutput : Output
{
    private const int DuplicateKey = 11000;

    private readonly MongoDbOutputOptions _options;
    private readonly EventDocument _document;
    private readonly SentEvents _sent = new();
    private MongoClient? _client;
    private IMongoCollection<BsonDocument>? _collection;

    /// <inheritdoc cref="MongoDbOutput(MongoDbOutputOptions)"/>
    public MongoDbOutput(MongoDbOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _document = new EventDocument(options);
    }

    /// <inheritdoc/>
    /// <remarks>Asks the server for a sign of life, which shows whether it lets the user in.</remarks>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var settings = new MongoClientSettings
        {
            Server = new MongoServerAddress(_options.Host, _options.Port),
            ApplicationName = "IntelMQ.NET",
            ConnectTimeout = _options.ConnectTimeout,
            ServerSelectionTimeout = _options.ConnectTimeout,
            UseTls = _options.UseTls,
            DirectConnection = true,
            // The ids make a second try harmless, so it needs no help from the server.
            RetryWrites = false,
        };
        if (!string.IsNullOrEmpty(_options.DbUser) && _options.DbPass is { IsEmpty: false } password)
            settings.Credential = MongoCredential.CreateCredential(_options.AuthSource, _options.DbUser, password.Reveal());
        _client = new MongoClient(settings);
        try
        {
            IMongoDatabase database = _client.GetDatabase(_options.Database);
            await database.RunCommandAsync((Command<BsonDocument>)new BsonDocument("ping", 1), cancellationToken: cancellationToken).ConfigureAwait(false);
            _collection = database.GetCollection<BsonDocument>(_options.Collection);
        }
        catch (Exception exception) when (exception is MongoException or TimeoutException or ArgumentException)
        {
            throw new BotConfigurationException(Module, [$"the server cannot be used: {ReasonOf(exception)}"]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        IMongoCollection<BsonDocument> collection = _collection ?? throw new InvalidOperationException("The bot is not started.");
        List<Event> left = _sent.Left(batch);
        if (left.Count == 0)
            return;
        BsonDocument[] documents = [.. left.Select(_document.Of)];
        for (bool isSecond = false; ; isSecond = true)
        {
            try
            {
                await collection.InsertManyAsync(documents, new InsertManyOptions { IsOrdered = false }, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (MongoBulkWriteException<BsonDocument> exception)
            {
                Judge(exception, left);
                break;
            }
            catch (Exception exception) when (exception is MongoConnectionException && !isSecond)
            {
                // The server may have been restarted: the driver makes another connection.
            }
            catch (FormatException exception)
            {
                throw new RefusedException($"MongoDB cannot hold the event: {exception.Message.TrimEnd('.')}.", exception);
            }
            catch (Exception exception) when (exception is MongoException or TimeoutException)
            {
                throw new DatabaseServiceException($"MongoDB stores nothing: {ReasonOf(exception)}", exception);
            }
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _client = null;
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private void Judge(MongoBulkWriteException<BsonDocument> exception, List<Event> left)
    {
        BulkWriteError[] refusals = [.. exception.WriteErrors.Where(static error => error.Code != DuplicateKey)];
        if (refusals.Length == 0 && exception.WriteConcernError is null)
            return;
        if (exception.WriteConcernError is { } concern && refusals.Length == 0)
            throw new DatabaseServiceException($"MongoDB does not say that all is stored: {concern.Message}.", exception);
        HashSet<int> refused = [.. refusals.Select(static error => error.Index)];
        for (int i = 0; i < left.Count; i++)
        {
            if (!refused.Contains(i))
                _sent.Note(left[i]);
        }

        throw new RefusedException($"MongoDB refuses {refusals.Length} of {left.Count} documents with {refusals[0].Code}: {refusals[0].Message.TrimEnd('.')}.", exception);
    }

    // The driver's messages of time-outs tell the whole state of the cluster, over many lines.
    private static string ReasonOf(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is MongoAuthenticationException)
                return "it does not let the user in.";
        }

        string first = exception is TimeoutException ? "it is not there" : exception.Message;
        int end = first.AsSpan().IndexOfAny('\r', '\n');
        return $"{(end < 0 ? first : first[..end]).TrimEnd('.')}.";
    }
}
