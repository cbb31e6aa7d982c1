using System.Text;
using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Misp.Events;
using IntelMQ.Text;

namespace IntelMQ.Misp.Outputs;

/// <summary>Writes a MISP feed: a folder that a web server serves and that MISP fetches, with an event of MISP for each span of time.</summary>
/// <remarks>
/// Each event becomes an object <c>intelmq_event</c> of the event of MISP for the current hour, or of another span. Files are written beside
/// the old ones and put into their place, so that MISP never reads half of one, and only those that changed are written: an event of MISP that
/// grows is written again in steps that grow with it, and no later than <c>max_age</c>. What waits in between is in a journal in the folder
/// (<c>.UUID.open</c>), so that nothing is lost when the process is killed. An event that comes twice is one object. The folder may be
/// taken over from IntelMQ. In MISP add the feed with the address of the folder, the input source <c>Network</c> and the format
/// <c>MISP Feed</c>; the web server need not serve the files whose names begin with a dot.
/// </remarks>
[Bot("intelmq.bots.outputs.misp.output_feed", BotKind.Output, Summary = "Writes a MISP feed, an event of MISP for each span of time.")]
public sealed partial class MispFeedOutput : Output
{
    // What waits for an event's file to be written is in memory too.
    private const int MaxWaitingBytes = 32 << 20;

    // An event's file is written again when it grows by this part, so that all that is written is less than 6 times what is written at last.
    private const int Growth = 4;

    private readonly MispFeedOutputOptions _options;
    private readonly ObjectWriter _writer;
    private readonly SentEvents _sent = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<FeedEvent, FeedStage> _stages = [];
    private readonly Utf8Buffer _digest = new();
    private FeedFolder? _folder;
    private Task _showing = Task.CompletedTask;

    /// <inheritdoc cref="MispFeedOutput(MispFeedOutputOptions)"/>
    public MispFeedOutput(MispFeedOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _writer = new ObjectWriter(new FeedObjectForm(options));
    }

    /// <inheritdoc/>
    public override string? WrittenFile => Path.GetFullPath(Path.Combine(_options.OutputDir, "manifest.json"));

    /// <summary>How many bytes of events of MISP were written so far, for those who count.</summary>
    internal long BytesWritten { get; private set; }

    /// <summary>Takes up what an earlier process has left, and shows it.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_folder is not null)
            return ValueTask.CompletedTask;
        try
        {
            var folder = new FeedFolder(_options, Services.Time.LocalTimeZone, Log);
            folder.Load(Services.Time.GetUtcNow());
            folder.RemoveOld(Services.Time.GetUtcNow());
            _folder = folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BotConfigurationException(Module, [$"output_dir cannot be used: {exception.Message}"]);
        }

        _showing = ShowAsync(_folder, _stopping.Token);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FeedFolder folder = _folder ?? throw new InvalidOperationException("The bot is not started.");
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = Services.Time.GetUtcNow();
            folder.CloseEnded(now);
            foreach (Event message in _sent.Left(batch))
            {
                FeedEvent target = folder.EventFor(SeparatorOf(message), now);
                if (!_stages.TryGetValue(target, out FeedStage? stage))
                    _stages[target] = stage = new FeedStage();
                Append(message, target, stage, now);
                if (target.Count + stage.Count >= _options.MaxObjects)
                {
                    Settle(folder, target, stage, now);
                    folder.Close(target);
                    _stages.Remove(target);
                }
            }

            foreach ((FeedEvent target, FeedStage stage) in _stages)
                Settle(folder, target, stage, now);
            _sent.Forget(batch);
        }
        finally
        {
            _stages.Clear();
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _showing.ConfigureAwait(false);
        _gate.Dispose();
        _stopping.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private string? SeparatorOf(Event message) => string.IsNullOrEmpty(_options.EventSeparator) ? null : EventValues.TellingText(message, _options.EventSeparator);

    private void Append(Event message, FeedEvent target, FeedStage stage, DateTimeOffset now)
    {
        _digest.Clear();
        message.WriteTo(_digest, MessageFormat.Flat);
        Guid uuid = MispUuid.Of(Guid.Parse(target.Head.Uuid), _digest.WrittenSpan);
        stage.Messages.Add(message);
        if (target.Has(uuid) || stage.Uuids.Contains(uuid))
            return;
        byte[] eventUuid = Encoding.ASCII.GetBytes(target.Head.Uuid);
        stage.Begin();
        if (_writer.Append(message, uuid, now.ToUnixTimeSeconds(), stage.Objects, value => FeedHashes.AppendLine(value, eventUuid, stage.Hashes)))
            stage.End(uuid);
        else
            stage.Cancel();
    }

    private void Settle(FeedFolder folder, FeedEvent target, FeedStage stage, DateTimeOffset now)
    {
        if (stage.Count > 0)
        {
            bool isFull = target.Count + stage.Count >= _options.MaxObjects;
            int waiting = target.Waiting + stage.Count;
            if (isFull || waiting >= (_options.BulkSaveCount ?? Math.Max(1, target.Published / Growth)) || target.WaitingBytes + stage.Objects.Length > MaxWaitingBytes)
                Publish(folder, target, stage, now);
            else
                folder.Keep(target, stage, now);
        }

        foreach (Event message in stage.Messages)
            _sent.Note(message);
    }

    private void Publish(FeedFolder folder, FeedEvent target, FeedStage? stage, DateTimeOffset now)
    {
        long before = target.BytesWritten;
        folder.Publish(target, stage, now);
        BytesWritten += target.BytesWritten - before;
    }

    // Shows what has waited long enough, and at the end all that waits.
    private async Task ShowAsync(FeedFolder folder, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.MaxAge, Services.Time, cancellationToken).ConfigureAwait(false);
                await ShowWaitingAsync(folder, isLast: false).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await ShowWaitingAsync(folder, isLast: true).ConfigureAwait(false);
        }
    }

    private async Task ShowWaitingAsync(FeedFolder folder, bool isLast)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            DateTimeOffset now = Services.Time.GetUtcNow();
            foreach (FeedEvent open in folder.Open.Where(one => one.Waiting > 0 && (isLast || (_options.BulkSaveCount is null && now - one.WaitingSince >= _options.MaxAge))))
                Publish(folder, open, null, now);
            folder.CloseEnded(now);
            if (!isLast)
                folder.RemoveOld(now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotShown(folder.Open.Sum(static one => one.Waiting), exception.Message);
        }
        finally
        {
            _gate.Release();
        }
    }
}
