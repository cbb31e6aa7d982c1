using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>Bots that run in one thread, one after the other, behind one queue: a head and the synchronous experts after it.</summary>
internal sealed class Stage(GraphBot head, PipelineOptions options)
{
    public GraphBot Head { get; } = head;

    public List<GraphBot> Members { get; } = [head];

    public int Instances => Head.Setup.Instances;

    public QueueName Queue { get; } = head.Definition.Queue;

    /// <summary>Whether nobody here reads the queue, since the bot runs elsewhere, is disabled or stopped.</summary>
    public bool IsAbsent { get; } = !head.RunsHere;

    /// <summary>Whether somebody elsewhere may write to the queue, so that it is never complete.</summary>
    public bool IsFedFromElsewhere { get; } = head.RunsHere && head.Inputs.Exists(static input => input.Sender.Definition is { IsForeign: true, IsEnabled: true });

    /// <summary>How many parts a queue has whose messages are split by a field: so many that instances may be added and taken away.</summary>
    public const int Parts = 64;

    public Field? PartitionField => Head.Setup.PartitionBy;

    public bool IsOrdered => Instances > 1 && Head.Setup.IsOrdered;

    /// <summary>Whether the head may change what it gets, now or once it runs, so that it must not share it.</summary>
    public bool ChangesMessages => Head.Kind == BotKind.Expert;

    /// <summary>How many messages are in the queue or in work; the same object for all stages that have had the queue.</summary>
    public QueueDepth Depth { get; set; } = new();

    public QueueDeclaration Declaration => new(
        Queue,
        IsAbsent ? null : Head.Setup.QueueCapacity ?? (Head.Kind == BotKind.Parser ? options.ReportCapacity : options.QueueCapacity),
        PartitionField is null ? 1 : Parts);

    /// <summary>
    /// What a chain of this stage is made of: where equal, with the same bots, one that runs need not be made again.
    /// </summary>
    public string Shape { get; private set; } = "";

    /// <summary>Notes the shape, once all stages are known.</summary>
    public void NoteShape()
    {
        var shape = new StringBuilder();
        shape.Append(CultureInfo.InvariantCulture, $"{Queue} {Instances} {IsOrdered} {PartitionField?.Name} {IsAbsent}\n");
        // One that is absent sends nothing.
        foreach (GraphBot member in IsAbsent ? [] : Members)
        {
            shape.Append(member.Id);
            foreach ((string path, List<GraphBot> receivers) in member.Exits)
            {
                shape.Append(CultureInfo.InvariantCulture, $" {path}:");
                foreach (GraphBot receiver in receivers)
                    shape.Append(CultureInfo.InvariantCulture, $" {receiver.Id}>{(receiver.Stage == this ? "inline" : ShapeOf(receiver.Stage!))}");
            }

            shape.Append('\n');
        }

        Shape = shape.ToString();
    }

    /// <summary>Whether a chain of the other stage does what one of this would.</summary>
    public bool IsLike(Stage other)
        => Shape == other.Shape
            && Members.Count == other.Members.Count
            && Members.Zip(other.Members).All(static pair => pair.First.Bots.SequenceEqual(pair.Second.Bots, ReferenceEqualityComparer.Instance));

    /// <summary>What a sender has to know of a stage.</summary>
    public static string ShapeOf(Stage receiver) => $"{receiver.Queue}/{receiver.PartitionField?.Name}/{receiver.ChangesMessages}/{receiver.Head.Kind}";

    /// <summary>The queues that this one sends to.</summary>
    public IEnumerable<QueueName> Targets() => Receivers().Select(static stage => stage.Queue);

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
