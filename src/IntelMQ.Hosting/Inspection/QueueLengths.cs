using IntelMQ.Hosting.Configuration;
using IntelMQ.Hosting.Control;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Inspection;

/// <summary>How many messages the queues of a configuration hold.</summary>
public sealed class QueueLengths
{
    private readonly Dictionary<string, QueueStatus> _statuses;

    private QueueLengths(Dictionary<string, QueueStatus> statuses, IReadOnlyList<string> orphans)
    {
        _statuses = statuses;
        Orphans = orphans;
    }

    /// <summary>The queues that hold messages and that the configuration does not name.</summary>
    public IReadOnlyList<string> Orphans { get; }

    /// <summary>How many messages wait in a queue; 0 for one that is not there.</summary>
    public long Waiting(string queue) => _statuses.GetValueOrDefault(queue).Waiting;

    /// <summary>How many messages of a queue somebody works on: what IntelMQ keeps in the internal queue.</summary>
    public long InWork(string queue) => _statuses.GetValueOrDefault(queue).InWork;

    /// <summary>How many messages all queues of the configuration hold.</summary>
    public long Total(RuntimeConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return QueueNames.All(configuration).Sum(queue => Waiting(queue) + InWork(queue));
    }

    /// <summary>What a host says of its queues.</summary>
    public static QueueLengths Of(HostStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        var statuses = new Dictionary<string, QueueStatus>(StringComparer.Ordinal);
        foreach (HostBot bot in status.Bots)
        {
            if (bot.Queue is { } queue)
                statuses[queue.Name] = new QueueStatus(queue.Waiting, queue.InWork, queue.OldestSince);
        }

        return new QueueLengths(statuses, status.Orphans);
    }

    /// <summary>Counts.</summary>
    /// <exception cref="IOException">The broker cannot be reached.</exception>
    public static async Task<QueueLengths> ReadAsync(RuntimeConfiguration configuration, IBroker broker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(broker);
        IReadOnlyList<string> known = QueueNames.All(configuration);
        var statuses = new Dictionary<string, QueueStatus>(StringComparer.Ordinal);
        var present = new HashSet<string>((await broker.ListQueuesAsync(cancellationToken).ConfigureAwait(false)).Select(static queue => queue.Value), StringComparer.Ordinal);
        foreach (string queue in known)
        {
            var name = new QueueName(queue);
            await broker.DeclareAsync(new QueueDeclaration(name, null, 1), cancellationToken).ConfigureAwait(false);
            statuses[queue] = await broker.GetStatusAsync(name, cancellationToken).ConfigureAwait(false);
        }

        var ignored = new HashSet<string>(known, StringComparer.Ordinal);
        if (configuration.Parameter("intelmqctl_check_orphaned_queues_ignore") is { } ignore)
            ignored.UnionWith(ignore.Items.Select(static item => item.Text));
        return new QueueLengths(statuses, [.. present.Except(ignored).Order(StringComparer.Ordinal)]);
    }
}
