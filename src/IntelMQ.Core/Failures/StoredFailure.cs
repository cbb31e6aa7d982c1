namespace IntelMQ.Failures;

/// <summary>A failure as a store keeps it.</summary>
/// <param name="Id">The store's number of it, counted up; what <see cref="IFailureStore.RemoveAsync"/> takes.</param>
/// <param name="Time">When it was stored.</param>
/// <param name="Failure">The failure.</param>
public sealed record StoredFailure(long Id, DateTimeOffset Time, Failure Failure);
