using IntelMQ.Messages;
using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>What one instance of a stage has to send with its next commit.</summary>
internal sealed class ChainOutbox(ChainTarget[] targets)
{
    private Receipt? _receipt;
    private int _receiptCount;

    /// <summary>How many messages wait for the commit.</summary>
    public int Count { get; private set; }

    public void Add(ChainTarget target, Message message, in Origin origin)
    {
        if (!ReferenceEquals(origin.Receipt, _receipt))
        {
            Retain();
            _receipt = origin.Receipt;
        }

        _receiptCount++;
        Count++;
        uint partition = target.Partition is null ? 0 : PartitionHash.Of(message.Get(target.Partition).Utf8);
        target.Batch.List.Add(new Outgoing(message)
        {
            Receipt = origin.Receipt,
            Envelope = new Envelope { Lineage = origin.Lineage, Batch = origin.Batch, Partition = partition },
        });
    }

    /// <summary>Counts what is gathered into the receipts; called once before a commit.</summary>
    public void Retain()
    {
        if (_receiptCount > 0)
            _receipt?.Retain(_receiptCount);
        (_receipt, _receiptCount) = (null, 0);
    }

    /// <summary>Takes back what <see cref="Retain"/> has counted, since none of it is sent.</summary>
    public void Release()
    {
        foreach (ChainTarget target in targets)
        {
            foreach (Outgoing message in target.Batch.List)
                message.Receipt?.Release(1);
        }
    }

    public void Clear()
    {
        foreach (ChainTarget target in targets)
            target.Batch.List.Clear();
        Count = 0;
    }
}
