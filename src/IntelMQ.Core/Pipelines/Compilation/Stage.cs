using IntelMQ.Bots;
using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>Bots that run in one thread, one after the other, behind one queue: a head and the synchronous experts after it.</summary>
internal sealed class Stage(GraphBot head, PipelineOptions options)
{
    private long _depth;
    private int _openSenders;

    public GraphBot Head { get; } = head;

    public List<GraphBot> Members { get; } = [head];

    public int Instances => Head.Setup.Instances;

    public QueueName Queue { get; } = head.Definition.Queue;

    /// <summary>Whether nobody here reads the queue, since the bot runs elsewhere or is disabled.</summary>
    public bool IsAbsent { get; } = !head.RunsHere;

    /// <summary>Whether somebody elsewhere may write to the queue, so that it is never complete.</summary>
    public bool IsFedFromElsewhere { get; } = head.RunsHere && head.Inputs.Exists(static input => input.Sender.Definition is { IsForeign: true, IsEnabled: true });

    public Field? PartitionField => Instances > 1 ? Head.Setup.PartitionBy : null;

    public bool IsOrdered => Instances > 1 && Head.Setup.IsOrdered;

    /// <summary>Whether the head may change what it gets, so that it must not share it.</summary>
    public bool ChangesMessages => Head.Kind == BotKind.Expert && !IsAbsent;

    /// <summary>How many messages are in the queue or in work.</summary>
    public long Depth => Interlocked.Read(ref _depth);

    public int OpenSenders => _openSenders;

    public QueueDeclaration Declaration => new(
        Queue,
        IsAbsent ? null : Head.Setup.QueueCapacity ?? (Head.Kind == BotKind.Parser ? options.ReportCapacity : options.QueueCapacity),
        PartitionField is null ? 1 : Instances);

    public void AddDepth(int count) => Interlocked.Add(ref _depth, count);

    public void ResetDepth(long depth) => Interlocked.Exchange(ref _depth, depth);

    public void ResetSenders(int count) => _openSenders = count;

    public void AddSender() => _openSenders++;

    /// <summary>One sender fewer.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool RemoveSender() => --_openSenders == 0;

    /// <summary>The stages that this one sends to, each once.</summary>
    public HashSet<Stage> Receivers()
    {
        var receivers = new HashSet<Stage>();
        foreach (GraphBot member in Members)
            AddReceivers(member, receivers);
        receivers.Remove(this);
        return receivers;
    }

    /// <summary>The stages that a bot sends to.</summary>
    public static void AddReceivers(GraphBot sender, HashSet<Stage> receivers)
    {
        foreach ((_, List<GraphBot> targets) in sender.Exits)
        {
            foreach (GraphBot target in targets)
                receivers.Add(target.Stage!);
        }
    }
}
