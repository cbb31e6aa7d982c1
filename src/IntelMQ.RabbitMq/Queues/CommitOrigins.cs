using IntelMQ.Pipelines;

namespace IntelMQ.RabbitMq.Queues;

/// <summary>What the outputs of a commit came of: the numbers of the reports as they were sent this time.</summary>
internal sealed class CommitOrigins
{
    private readonly Dictionary<UInt128, UInt128> _byReport = [];
    private Dictionary<(UInt128 Report, long Element), UInt128>? _byElement;

    /// <summary>Reports that a writer sends, with their numbers.</summary>
    public static CommitOrigins Of(Dictionary<UInt128, UInt128> roots)
    {
        var origins = new CommitOrigins();
        foreach ((UInt128 report, UInt128 root) in roots)
            origins._byReport.Add(report, root);
        return origins;
    }

    /// <summary>What a reader has received.</summary>
    public static CommitOrigins Of(IEnumerable<QueueSlot> slots)
    {
        var origins = new CommitOrigins();
        List<QueueSlot>? all = null;
        foreach (QueueSlot slot in slots)
        {
            Lineage lineage = slot.Envelope.Lineage;
            if (slot.Id == UInt128.Zero || lineage.IsUnknown)
                continue;
            (all ??= []).Add(slot);
            if (origins._byReport.TryAdd(lineage.Report, slot.Root) || origins._byReport[lineage.Report] == slot.Root)
                continue;
            // The same report was sent twice, and parts of both are here.
            origins._byElement ??= [];
        }

        if (origins._byElement is { } exact)
        {
            foreach (QueueSlot slot in all!)
                exact[(slot.Envelope.Lineage.Report, slot.Envelope.Lineage.Element)] = slot.Root;
        }

        return origins;
    }

    /// <summary>The number that the ids of a message begin with; 0 where nobody knows.</summary>
    public UInt128 RootOf(Lineage lineage)
    {
        if (lineage.IsUnknown)
            return default;
        if (_byElement is not null && _byElement.TryGetValue((lineage.Report, lineage.Element), out UInt128 exact))
            return exact;
        return _byReport.GetValueOrDefault(lineage.Report);
    }
}
