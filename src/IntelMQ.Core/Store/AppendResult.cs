namespace IntelMQ.Store;

/// <summary>What became of a batch.</summary>
/// <param name="Stored">How many events were stored.</param>
/// <param name="Known">How many were stored before, and were left out.</param>
public readonly record struct AppendResult(int Stored, int Known);
