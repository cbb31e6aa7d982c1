using System.Runtime.CompilerServices;
using System.Text;
using Confluent.Kafka;
using IntelMQ.Bots;
using IntelMQ.Harmonization;

namespace IntelMQ.Kafka;

/// <summary>Takes the messages of topics of Kafka, each a report, until there are none for now.</summary>
/// <remarks>
/// The group's place in a topic moves on when the reports, and all that was made of them, are stored: a process that is killed has lost
/// nothing. With queues in memory it takes again what was under way; with a durable broker the place is stored together with each report too,
/// and the further one counts, so that nothing is taken twice. A place that is set back in the cluster counts where the bot had ended in good
/// order with nothing under way. A group that is new begins with the oldest message. Empty messages, and those with nothing
/// but <c>-</c> or <c>N/A</c>, are passed over. Tested with the official client against its own mock cluster, not against a server.
/// </remarks>
[Bot("intelmq.bots.collectors.kafka.collector", BotKind.Collector, Summary = "Takes the messages of topics of Kafka.")]
public sealed partial class KafkaCollector : Collector
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly KafkaCollectorOptions _options;
    private readonly SettledOffsets _settled = new();
    private readonly StoredOffsets _stored;
    // Each end is told once, until there are messages again.
    private readonly HashSet<TopicPartition> _atEnd = [];
    private IConsumer<Ignore, byte[]>? _consumer;
    private volatile Error? _lastError;

    /// <inheritdoc cref="KafkaCollector(KafkaCollectorOptions)"/>
    public KafkaCollector(KafkaCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _stored = new StoredOffsets(State.Values("offsets"), options?.GroupId ?? "");
    }

    /// <summary>Joins the group; connects in the background.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var config = new ConsumerConfig
        {
            GroupId = _options.GroupId,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoOffsetStore = false,
            EnableAutoCommit = true,
            AutoCommitIntervalMs = 1000,
            EnablePartitionEof = true,
            AllowAutoCreateTopics = false,
            SessionTimeoutMs = (int)_options.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)Math.Min(3000, _options.SessionTimeout.TotalMilliseconds / 3),
            // Between two turns of a schedule nobody asks for messages.
            MaxPollIntervalMs = 86_400_000,
        };
        _options.Connection.Apply(config);
        try
        {
            _consumer = new ConsumerBuilder<Ignore, byte[]>(config)
                .SetErrorHandler((_, error) => _lastError = error)
                .SetLogHandler(static (_, _) => { })
                .SetPartitionsAssignedHandler(_stored.StartsOf)
                .SetPartitionsLostHandler((_, lost) => Forget(lost))
                .SetPartitionsRevokedHandler((_, revoked) => Forget(revoked))
                .Build();
            _consumer.Subscribe(_options.Topic);
        }
        catch (Exception exception) when (exception is KafkaException or InvalidOperationException or ArgumentException)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="KafkaServiceException">The cluster cannot be reached, or refuses.</exception>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IConsumer<Ignore, byte[]> consumer = _consumer ?? throw new InvalidOperationException("The bot is not started.");
        long start = Services.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ConsumeResult<Ignore, byte[]>? result = await ConsumeAsync(consumer).ConfigureAwait(false);
            if (result is { IsPartitionEOF: true })
            {
                _atEnd.Add(result.TopicPartition);
            }
            else if (result is not null)
            {
                _atEnd.Remove(result.TopicPartition);
                SettledOffsets.Taken taken = _settled.Take(result.TopicPartitionOffset);
                if (result.Message.Value is not { Length: > 0 } value || FieldValue.Text(value).IsIgnored)
                {
                    Settle(taken);
                    continue;
                }

                byte[] identity = Encoding.UTF8.GetBytes($"{result.Topic}\n{result.Partition.Value}\n{result.Offset.Value}");
                yield return NewCollected(NewReport(value), [_stored.ChangeOf(result.TopicPartitionOffset)], _ => Settled(taken), identity);
                continue;
            }

            List<TopicPartition> assigned = consumer.Assignment;
            if (assigned.Count > 0)
            {
                if (assigned.TrueForAll(_atEnd.Contains))
                    yield break;
            }
            else if (Services.Time.GetElapsedTime(start) > _options.Connection.ConnectTimeout)
            {
                // Another member may have all partitions.
                if (_lastError is { } error)
                    throw new KafkaServiceException($"The cluster cannot be reached: {error.Reason.TrimEnd('.')}.", null);
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_consumer is { } consumer)
        {
            _consumer = null;
            // Leaves the group and stores its place; the client waits for the cluster with that.
            List<TopicPartitionOffset> places = await Task.Run(() => Close(consumer)).ConfigureAwait(false);
            await _stored.ForgetAsync(places).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private static List<TopicPartitionOffset> Close(IConsumer<Ignore, byte[]> consumer)
    {
        List<TopicPartitionOffset> places = [];
        try
        {
            List<TopicPartition> assigned = consumer.Assignment;
            if (assigned.Count > 0)
            {
                Commit(consumer);
                places = consumer.Committed(assigned, StoredOffsets.Patience);
            }

            consumer.Close();
        }
        catch (KafkaException)
        {
            // The cluster is not there; what was stored with the reports stays.
        }

        consumer.Dispose();
        return places;
    }

    private static void Commit(IConsumer<Ignore, byte[]> consumer)
    {
        try
        {
            consumer.Commit();
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_NoOffset)
        {
            // It is stored already.
        }
    }

    // The client has no waiting that is not a thread's.
    private async Task<ConsumeResult<Ignore, byte[]>?> ConsumeAsync(IConsumer<Ignore, byte[]> consumer)
    {
        try
        {
            ConsumeResult<Ignore, byte[]>? result = consumer.Consume(TimeSpan.Zero) ?? await Task.Run(() => consumer.Consume(Pause)).ConfigureAwait(false);
            if (result is not null)
                _lastError = null;
            return result;
        }
        catch (KafkaException exception)
        {
            throw new KafkaServiceException($"The topics cannot be read: {exception.Error.Reason.TrimEnd('.')}.", exception);
        }
    }

    private ValueTask Settled(SettledOffsets.Taken taken)
    {
        Settle(taken);
        return ValueTask.CompletedTask;
    }

    private void Settle(SettledOffsets.Taken taken)
    {
        if (_settled.Settle(taken) is not { } place || _consumer is not { } consumer)
            return;
        try
        {
            consumer.StoreOffset(place);
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException)
        {
            // The partition is another member's by now, which takes the messages again.
        }
    }

    private void Forget(List<TopicPartitionOffset> gone)
    {
        TopicPartition[] partitions = [.. gone.Select(static place => place.TopicPartition)];
        _settled.Forget(partitions);
        foreach (TopicPartition partition in partitions)
            _atEnd.Remove(partition);
    }
}
