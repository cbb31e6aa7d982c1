namespace IntelMQ.Store;

/// <summary>What was removed from a store, or given out of it.</summary>
/// <param name="Number">Its number; later ones are higher.</param>
/// <param name="Time">When it began.</param>
/// <param name="Who">Who asked for it.</param>
/// <param name="Action"><c>retain</c>, <c>erase</c> or <c>export</c>.</param>
/// <param name="Events">How many events.</param>
/// <param name="Detail">By what rule or for what reason; never the values that were erased.</param>
public sealed record StoreLogEntry(long Number, DateTimeOffset Time, string Who, string Action, long Events, string Detail);
