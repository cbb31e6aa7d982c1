using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// What one instance of a stage works with: runs the synchronous experts behind the head, and gathers what is to be sent and kept until
/// the next commit. Nothing here waits.
/// </summary>
internal sealed partial class Chain
{
    private readonly Dictionary<string, ChainNode> _nodes;
    private readonly List<Failure> _failures = [];
    private readonly List<(ChainNode Node, Failure Failure)> _firstFailures = [];

    // What was handed over since the last commit; only where a commit may be refused.
    private readonly List<ChainEntry>? _entries;
    private readonly ChainOutbox _outbox;
    private readonly bool _isDurable;

    public Chain(Stage stage, int instance, bool isDurable)
    {
        _isDurable = isDurable;
        ChainBuilder builder = new ChainBuilder(stage, instance).Build();
        Head = builder.Head;
        _nodes = builder.Nodes;
        Targets = builder.Targets;
        Outputs = [.. Targets.Select(static target => target.Batch)];
        _outbox = new ChainOutbox(Targets);
        State = new ChainState(_nodes.Values);
        _entries = State.HasConditions ? [] : null;
    }

    public ChainNode Head { get; }

    public IEnumerable<ChainNode> Nodes => _nodes.Values;

    public ChainTarget[] Targets { get; }

    public IReadOnlyList<OutgoingBatch> Outputs { get; }

    public ChainState State { get; }

    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Each bot's first failure since the last commit.</summary>
    public IReadOnlyList<(ChainNode Node, Failure Failure)> FirstFailures => _firstFailures;

    /// <summary>How many messages and failures wait for a commit.</summary>
    public int Pending => _outbox.Count + _failures.Count;

    public ChainNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>Runs a synchronous expert and what follows it.</summary>
    public void Run(ChainNode node, Event message, in Origin origin)
    {
        _entries?.Add(new ChainEntry(ChainStep.Run, node, origin) { Message = message, Given = message.Save() });
        Process(node, message, origin);
    }

    /// <summary>Sends an event where an expert says.</summary>
    /// <param name="node">The expert.</param>
    /// <param name="message">The event.</param>
    /// <param name="before">The event as it came.</param>
    /// <param name="verdict">What the expert says.</param>
    /// <param name="origin">Where the event comes from.</param>
    public void Route(ChainNode node, Event message, in MessageState before, Verdict verdict, in Origin origin)
    {
        _entries?.Add(new ChainEntry(ChainStep.Route, node, origin) { Message = message, Given = message.Save(), Before = before, Verdict = verdict });
        Follow(node, message, before, verdict, origin);
    }

    /// <summary>Sends an event along a way out.</summary>
    public void Send(ChainNode node, ChainPort port, Event message, in Origin origin)
    {
        _entries?.Add(new ChainEntry(ChainStep.Send, node, origin) { Message = message, Given = message.Save(), Port = port });
        Leave(node, port, message, origin, isCopy: false);
    }

    public void Fail(ChainNode node, Message message, Exception exception, in Origin origin)
        => Fail(node, ChainFailures.Of(node, message, exception), origin);

    /// <summary>Keeps a failure, and sends it along <c>_on_error</c> where that is connected.</summary>
    public void Fail(ChainNode node, Failure failure, in Origin origin)
    {
        _entries?.Add(new ChainEntry(ChainStep.Fail, node, origin) { Failure = failure });
        Keep(node, failure, origin);
    }

    /// <summary>Keeps what was received and is not what the bot takes, and sends it along <c>_on_error</c>.</summary>
    public void Refuse(ChainNode node, Failure failure, in Origin origin)
    {
        node.Received++;
        _entries?.Add(new ChainEntry(ChainStep.Refuse, node, origin) { Failure = failure });
        Keep(node, failure, origin);
    }

    /// <summary>Keeps a payload that is no message.</summary>
    public void KeepUnreadable(ChainNode node, Failure failure, in Origin origin)
    {
        node.Received++;
        _entries?.Add(new ChainEntry(ChainStep.KeepUnreadable, node, origin) { Failure = failure });
        Note(node, failure.Of(node.Id, IdOf(node, failure, origin)));
    }

    /// <summary>Counts what is gathered into the receipts; called once before a commit.</summary>
    public void Retain() => _outbox.Retain();

    /// <summary>Forgets what was gathered, since it is stored.</summary>
    public void Clear()
    {
        _outbox.Clear();
        _failures.Clear();
        _firstFailures.Clear();
        _entries?.Clear();
    }

    /// <summary>Does everything since the last commit again, since others were faster to add keys.</summary>
    /// <param name="conflicts">The places of these keys among the changes.</param>
    public void RunAgain(IReadOnlyList<int> conflicts)
    {
        State.Refuse(conflicts);
        _outbox.Release();
        ChainEntry[] entries = [.. _entries!];
        Clear();
        foreach (ChainNode node in Nodes)
            node.TakeBack();
        foreach (ChainEntry entry in entries)
            Repeat(entry);
    }

    /// <summary>Forgets everything since the last commit: its input is somebody else's, or comes again.</summary>
    public void Abandon()
    {
        State.Abandon();
        _outbox.Release();
        Clear();
        foreach (ChainNode node in Nodes)
            node.TakeBack();
    }

    private void Process(ChainNode node, Event message, in Origin origin)
    {
        node.Received++;
        MessageState before = message.Save();
        int changes = 0;
        if (node.State is { } state)
        {
            state.Receipt = origin.Receipt;
            changes = state.Changes.Count;
        }

        Verdict verdict;
        try
        {
            verdict = node.Expert!.Process(message);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            message.Restore(before);
            node.State?.RollBackTo(changes);
            Keep(node, ChainFailures.Of(node, message, exception), origin);
            return;
        }
#pragma warning restore CA1031

        if (verdict.IsKeep)
            Leave(node, node.Default, message, origin, isCopy: false);
        else
            Follow(node, message, before, verdict, origin);
    }

    private void Follow(ChainNode node, Event message, in MessageState before, Verdict verdict, in Origin origin)
    {
        if (verdict.IsKeep)
        {
            Leave(node, node.Default, message, origin, isCopy: false);
            return;
        }

        ReadOnlySpan<string> paths = verdict.NamedPaths;
        if (paths.Length == 0)
        {
            node.Dropped++;
            return;
        }

        foreach (string path in paths)
        {
            if (node.Find(path) is null)
            {
                message.Restore(before);
                Keep(node, new Failure(message, $"The bot sends to the path {path}, which it does not declare."), origin);
                return;
            }
        }

        for (int i = 0; i < paths.Length; i++)
            Leave(node, node.Find(paths[i])!, i < paths.Length - 1 ? message.Clone() : message, origin, isCopy: paths.Length > 1);
    }

    private void Leave(ChainNode node, ChainPort port, Event message, in Origin origin, bool isCopy)
    {
        int receivers = port.Receivers;
        if (receivers == 0)
        {
            node.Dropped++;
            return;
        }

        port.Sent++;
        if (port.Turns.Length > 0)
            SendInTurn(port, message, origin);
        else if (receivers != 1 || isCopy)
            SendToMany(port, message, origin);
        else if (port.Inline.Length == 1)
            Process(port.Inline[0].To, message, origin);
        else
            _outbox.Add(port.Changing.Length == 1 ? port.Changing[0].To : port.Sharing[0].To, message, origin);
    }

    // What queues that end with the process bring never comes again.
    private UInt128 IdOf(ChainNode node, Failure failure, in Origin origin)
        => origin.Lineage.IsUnknown && _isDurable ? FailureIds.Of(failure.Message, node.Id) : FailureIds.Of(origin.Lineage, node.Id);

    private void Keep(ChainNode node, Failure failure, in Origin origin)
    {
        failure = failure.Of(node.Id, IdOf(node, failure, origin));
        Note(node, failure);
        ChainPort port = node.OnError;
        if (port.Receivers == 0)
            return;
        port.Sent++;
        foreach (ChainLink<ChainTarget> link in port.Changing)
            _outbox.Add(link.To, FailedFor(link.To, failure.Message), origin.Copy(link.Way));
        foreach (ChainLink<ChainTarget> link in port.Sharing)
            _outbox.Add(link.To, FailedFor(link.To, failure.Message), origin.Copy(link.Way));
    }

    private static Message FailedFor(ChainTarget receiver, Message message)
        => receiver.TakesReports && message is Report report ? report.Clone() : ChainFailures.EventOf(message);

    private void Note(ChainNode node, Failure failure)
    {
        if (node.Failed++ == 0)
            _firstFailures.Add((node, failure));
        _failures.Add(failure);
    }

    private void SendInTurn(ChainPort port, Event message, in Origin origin)
    {
        (ChainLink<ChainNode>? inline, ChainLink<ChainTarget>? queue) = port.Turns[port.Turn];
        port.Turn = (port.Turn + 1) % port.Turns.Length;
        if (inline is { } next)
            Process(next.To, message, origin.Copy(next.Way));
        else
            _outbox.Add(queue!.Value.To, message, origin.Copy(queue.Value.Way));
    }

    private void SendToMany(ChainPort port, Event message, in Origin origin)
    {
        int changing = port.Changing.Length + port.Inline.Length;
        if (port.Sharing.Length > 0)
        {
            Event shared = changing == 0 ? message : message.Clone();
            foreach (ChainLink<ChainTarget> link in port.Sharing)
                _outbox.Add(link.To, shared, origin.Copy(link.Way));
        }

        foreach (ChainLink<ChainTarget> link in port.Changing)
            _outbox.Add(link.To, --changing == 0 ? message : message.Clone(), origin.Copy(link.Way));
        foreach (ChainLink<ChainNode> link in port.Inline)
            Process(link.To, --changing == 0 ? message : message.Clone(), origin.Copy(link.Way));
    }
}
