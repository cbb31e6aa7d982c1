using IntelMQ.State;

namespace IntelMQ.Pipelines;

/// <summary>Where a message that is being worked on comes from: what it hands down to everything that is made of it.</summary>
/// <param name="Receipt">What it is a part of, where the queues are in memory.</param>
/// <param name="Lineage">Which report, element and copy it is.</param>
/// <param name="Batch">The import that brought it in.</param>
internal readonly record struct Origin(Receipt? Receipt, Lineage Lineage, string? Batch)
{
    public static Origin Of(in Delivery delivery) => new(delivery.Receipt, delivery.Envelope.Lineage, delivery.Envelope.Batch);

    /// <summary>That of a copy which takes one of several ways.</summary>
    public Origin Copy(uint way) => Lineage.IsUnknown ? this : this with { Lineage = Lineage.OfCopy(way) };
}
