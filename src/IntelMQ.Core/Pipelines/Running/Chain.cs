using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>
/// What one instance of a stage works with: runs the synchronous experts behind the head, and gathers what is to be sent and kept until
/// the next commit. Nothing here waits.
/// </summary>
internal sealed class Chain
{
    private readonly Dictionary<string, ChainNode> _nodes;
    private readonly List<Failure> _failures = [];
    private readonly List<(ChainNode Node, Failure Failure)> _firstFailures = [];
    private Receipt? _receipt;
    private int _receiptCount;

    public Chain(Stage stage, int instance)
    {
        ChainBuilder builder = new ChainBuilder(stage, instance).Build();
        Head = builder.Head;
        _nodes = builder.Nodes;
        Targets = builder.Targets;
        Outputs = [.. Targets.Select(static target => target.Batch)];
        Transactional = [.. _nodes.Values.Select(static node => node.Bot).OfType<ITransactional>().Distinct()];
    }

    public ChainNode Head { get; }

    public IEnumerable<ChainNode> Nodes => _nodes.Values;

    public ChainTarget[] Targets { get; }

    public IReadOnlyList<OutgoingBatch> Outputs { get; }

    public IReadOnlyList<ITransactional> Transactional { get; }

    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Each bot's first failure since the last commit.</summary>
    public IReadOnlyList<(ChainNode Node, Failure Failure)> FirstFailures => _firstFailures;

    /// <summary>How many messages and failures wait for a commit.</summary>
    public int Pending { get; private set; }

    public ChainNode? Find(string id) => _nodes.GetValueOrDefault(id);

    /// <summary>Runs a synchronous expert and what follows it.</summary>
    public void Run(ChainNode node, Event message, Receipt? receipt)
    {
        node.Received++;
        MessageState before = message.Save();
        Verdict verdict;
        try
        {
            verdict = node.Expert!.Process(message);
        }
#pragma warning disable CA1031 // Whatever an expert throws is a failure of its event.
        catch (Exception exception)
        {
            message.Restore(before);
            Fail(node, message, exception, receipt);
            return;
        }
#pragma warning restore CA1031

        if (verdict.IsKeep)
            Send(node, node.Default, message, receipt);
        else
            Route(node, message, before, verdict, receipt);
    }

    /// <summary>Sends an event where an expert says.</summary>
    /// <param name="node">The expert.</param>
    /// <param name="message">The event.</param>
    /// <param name="before">The event as it came.</param>
    /// <param name="verdict">What the expert says.</param>
    /// <param name="receipt">What the event is a part of.</param>
    public void Route(ChainNode node, Event message, in MessageState before, Verdict verdict, Receipt? receipt)
    {
        if (verdict.IsKeep)
        {
            Send(node, node.Default, message, receipt);
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
                Fail(node, new Failure(message, $"The bot sends to the path {path}, which it does not declare."), receipt);
                return;
            }
        }

        for (int i = 0; i < paths.Length; i++)
            Send(node, node.Find(paths[i])!, i < paths.Length - 1 ? message.Clone() : message, receipt);
    }

    public void Send(ChainNode node, ChainPort port, Event message, Receipt? receipt)
    {
        int receivers = port.Receivers;
        if (receivers == 0)
        {
            node.Dropped++;
            return;
        }

        port.Sent++;
        if (receivers != 1)
            SendToMany(port, message, receipt);
        else if (port.Inline.Length == 1)
            Run(port.Inline[0], message, receipt);
        else
            Enqueue(port.Changing.Length == 1 ? port.Changing[0] : port.Sharing[0], message, receipt);
    }

    public void Fail(ChainNode node, Message message, Exception exception, Receipt? receipt)
        => Fail(node, new Failure(message, $"The bot {node.Id} failed: {Sentence(exception)}") { Exception = exception }, receipt);

    /// <summary>Keeps a failure, and sends it along <c>_on_error</c> where that is connected.</summary>
    public void Fail(ChainNode node, Failure failure, Receipt? receipt)
    {
        failure = failure.WithBotId(node.Id);
        if (node.Failed++ == 0)
            _firstFailures.Add((node, failure));
        _failures.Add(failure);
        Pending++;
        ChainPort port = node.OnError;
        if (port.Receivers == 0)
            return;
        port.Sent++;
        foreach (ChainTarget target in port.Changing)
            Enqueue(target, EventOf(failure.Message), receipt);
        foreach (ChainTarget target in port.Sharing)
            Enqueue(target, target.TakesReports && failure.Message is Report report ? report.Clone() : EventOf(failure.Message), receipt);
    }

    /// <summary>Keeps a payload that is no message.</summary>
    public void KeepUnreadable(ChainNode node, Failure failure)
    {
        node.Received++;
        if (node.Failed++ == 0)
            _firstFailures.Add((node, failure));
        _failures.Add(failure.WithBotId(node.Id));
        Pending++;
    }

    /// <summary>Counts what is gathered into the receipts; called once before a commit.</summary>
    public void Retain()
    {
        if (_receiptCount > 0)
            _receipt?.Retain(_receiptCount);
        (_receipt, _receiptCount) = (null, 0);
    }

    /// <summary>Forgets what was gathered, since it is stored.</summary>
    public void Clear()
    {
        foreach (ChainTarget target in Targets)
            target.Batch.List.Clear();
        _failures.Clear();
        _firstFailures.Clear();
        Pending = 0;
    }

    private static string Sentence(Exception exception) => string.IsNullOrEmpty(exception.Message) ? exception.GetType().Name : exception.Message;

    private static Event EventOf(Message message)
    {
        if (message is Event failed)
            return failed.Clone();
        var report = (Report)message;
        var made = new Event(report);
        FieldKey raw = report.Schema.Key(Fields.Raw);
        if (report.Contains(raw))
            made.CopyFrom(report, raw, report.SlotOf(raw));
        return made;
    }

    // Whoever may change the event gets one of its own; the last gets the event itself. Those who only look share one.
    private void SendToMany(ChainPort port, Event message, Receipt? receipt)
    {
        int changing = port.Changing.Length + port.Inline.Length;
        if (port.Sharing.Length > 0)
        {
            Event shared = changing == 0 ? message : message.Clone();
            foreach (ChainTarget target in port.Sharing)
                Enqueue(target, shared, receipt);
        }

        foreach (ChainTarget target in port.Changing)
            Enqueue(target, --changing == 0 ? message : message.Clone(), receipt);
        foreach (ChainNode next in port.Inline)
            Run(next, --changing == 0 ? message : message.Clone(), receipt);
    }

    private void Enqueue(ChainTarget target, Message message, Receipt? receipt)
    {
        if (!ReferenceEquals(receipt, _receipt))
        {
            Retain();
            _receipt = receipt;
        }

        _receiptCount++;
        Pending++;
        uint partition = target.Partition is null ? 0 : PartitionHash.Of(message.Get(target.Partition).Utf8);
        target.Batch.List.Add(new Outgoing(message) { Receipt = receipt, Envelope = new Envelope { Partition = partition } });
    }
}
