using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;
using IntelMQ.Text;

namespace IntelMQ.S3;

/// <summary>Stores events as objects of a bucket of Amazon S3 or storage that is compatible with it: lines of JSON, packed with gzip.</summary>
/// <remarks>
/// IntelMQ has no such bot. By default each batch that the pipeline hands over becomes an object at once. With <c>max_age</c> events wait in the
/// pipeline's state until there are <c>max_events</c> of them or the time is over; that needs a state that outlives the process, and the output does
/// not start without one. The key holds the content's hash, so that what is stored a second time, after a kill or a lost answer, takes its own place;
/// only where other events join those that waited in between can one be in two objects. The key needs the right to write. Tested with the
/// official client against a server that answers as Amazon documents, not against the service. All parameters are this project's own.
/// </remarks>
[Bot("intelmq.bots.outputs.s3.output", BotKind.Output, Summary = "Stores events as objects of a bucket of S3-compatible storage.")]
public sealed partial class S3Output : Output
{
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(30);

    private readonly S3OutputOptions _options;
    private readonly EventText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _lines = new(4096);
    private readonly WaitingLines? _waiting;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private Task _clearing = Task.CompletedTask;
    private S3Storage? _storage;

    /// <inheritdoc cref="S3Output(S3OutputOptions)"/>
    public S3Output(S3OutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        MessageFormat format = options.KeepRawField ? default : MessageFormat.WithoutRaw;
        if (options.MessageHierarchical)
            format |= MessageFormat.Hierarchical;
        if (options.MessageWithType)
            format |= MessageFormat.WithType;
        _text = new EventText(new EventTextFormat(format) { Document = services.FormatOf(options.Format, Module) });
        if (options.MaxAge > TimeSpan.Zero)
            _waiting = new WaitingLines(State.Values("waiting"));
    }

    /// <summary>Makes ready to connect, and stores what an earlier process has left waiting.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        IHttpConnections connections = Services.Http ?? throw new BotConfigurationException(Module, ["this bot speaks HTTP, but the host hands it no connections: set BotServices.Http."]);
        if (_waiting is not null && !State.IsDurable)
            throw new BotConfigurationException(Module, ["max_age lets events wait in the pipeline's state, but that ends with the process: give the pipeline a state that is kept, or set max_age to 0."]);
        try
        {
            _storage ??= new S3Storage(_options.Connection, _options.Http, connections);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }

        if (_waiting is not null && _clearing.IsCompleted)
            _clearing = ClearAsync(_waiting, _stopping.Token);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_waiting is null)
        {
            foreach (Event[] events in _sent.Left(batch).Chunk(_options.MaxEvents))
            {
                _lines.Clear();
                foreach (Event message in events)
                    _text.WriteLine(message, _lines);
                await StoreAsync(EventObject.Of(_options, ObservedOf(events[0]), _lines.ToArray()), cancellationToken).ConfigureAwait(false);
                foreach (Event message in events)
                    _sent.Note(message);
            }

            _sent.Forget(batch);
            return;
        }

        foreach (Event message in batch)
        {
            _lines.Clear();
            _text.WriteLine(message, _lines);
            if (_waiting.Count + 1 < _options.MaxEvents)
                _waiting.Add(ObservedOf(message), _lines.WrittenSpan);
            else
                await FillAsync(_waiting, message, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _clearing.ConfigureAwait(false);
        _storage?.Dispose();
        _gate.Dispose();
        _stopping.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private S3Storage Storage => _storage ?? throw new InvalidOperationException("The bot is not started.");

    private static DateTimeOffset ObservedOf(Event message) => message.TryGet(Fields.Time.Observation, out DateTimeOffset time) ? time : DateTimeOffset.UnixEpoch;

    // The event that makes an object full is stored with those that wait, and they are forgotten in the commit that settles it.
    private async ValueTask FillAsync(WaitingLines waiting, Event message, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            List<StateEntry> entries = waiting.ReadAll();
            if (entries.Count + 1 < _options.MaxEvents)
            {
                // What waited was stored meanwhile, since its time was over.
                waiting.Add(ObservedOf(message), _lines.WrittenSpan);
                return;
            }

            DateTimeOffset observed = entries.Count > 0 ? WaitingLines.ObservedOf(entries[0]) : ObservedOf(message);
            await StoreAsync(EventObject.Of(_options, observed, [.. WaitingLines.LinesOf(entries), .. _lines.WrittenSpan]), cancellationToken).ConfigureAwait(false);
            waiting.Remove(entries);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task StoreAsync(EventObject made, CancellationToken cancellationToken) => Storage.PutAsync(made.Key, made.ContentType, made.Content, cancellationToken);

    // Once at the start, then whenever the time is over, and once at the end.
    private async Task ClearAsync(WaitingLines waiting, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await StoreWaitingAsync(waiting, cancellationToken).ConfigureAwait(false);
                await Task.Delay(_options.MaxAge, Services.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            using var late = new CancellationTokenSource(LastAttempt, Services.Time);
            try
            {
                await StoreWaitingAsync(waiting, late.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // What waits is kept, and stored with the next start.
            }
        }
    }

    private async Task StoreWaitingAsync(WaitingLines waiting, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<StateEntry> entries = [];
        try
        {
            entries = waiting.ReadStored();
            foreach (StateEntry[] part in entries.Chunk(_options.MaxEvents))
            {
                await StoreAsync(EventObject.Of(_options, WaitingLines.ObservedOf(part[0]), WaitingLines.LinesOf(part)), cancellationToken).ConfigureAwait(false);
                await waiting.RemoveStoredAsync(part, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (IOException exception)
        {
            Log.NotStored(entries.Count, exception.Message);
        }
        finally
        {
            _gate.Release();
        }
    }
}
