namespace IntelMQ.Pipelines;

/// <summary>A receiver, and the number of the way to it.</summary>
/// <param name="To">The receiver.</param>
/// <param name="Way">See <see cref="Lineage.WayOf"/>.</param>
internal readonly record struct ChainLink<TReceiver>(TReceiver To, uint Way);
