using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>A way out of a bot as one instance of a stage sees it: bots that run on in the same thread, and queues.</summary>
internal sealed class ChainPort(string path)
{
    public string Path { get; } = path;

    public ChainLink<ChainNode>[] Inline { get; set; } = [];

    /// <summary>Queues whose readers may change what they get.</summary>
    public ChainLink<ChainTarget>[] Changing { get; set; } = [];

    /// <summary>Queues whose readers only look at what they get, so that they can share it.</summary>
    public ChainLink<ChainTarget>[] Sharing { get; set; } = [];

    /// <summary>Where messages go in turn, each to one; empty where all go to all.</summary>
    public (ChainLink<ChainNode>? Inline, ChainLink<ChainTarget>? Queue)[] Turns { get; set; } = [];

    /// <summary>Whose turn it is.</summary>
    public int Turn { get; set; }

    /// <summary>How many messages left here since the last commit.</summary>
    public long Sent { get; set; }

    public int Receivers => Inline.Length + Changing.Length + Sharing.Length;
}

/// <summary>A queue to send to, and what waits to be sent.</summary>
internal sealed class ChainTarget(Stage stage)
{
    public Stage Stage { get; } = stage;

    public Field? Partition { get; } = stage.PartitionField;

    public bool TakesReports { get; } = stage.Head.Kind == Bots.BotKind.Parser;

    public OutgoingBatch Batch { get; } = new(stage.Queue);
}
