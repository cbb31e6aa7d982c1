namespace IntelMQ.Bots;

/// <summary>Where a held event comes from: the parts of its lineage.</summary>
internal readonly record struct HeldSource(UInt128 Report, long Element, uint Fork, string? Batch);
