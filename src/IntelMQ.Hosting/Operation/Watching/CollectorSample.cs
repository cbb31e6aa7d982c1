namespace IntelMQ.Hosting.Operation;

/// <summary>How a collector stands.</summary>
/// <param name="Bot">Its id.</param>
/// <param name="Interval">How long it is from one turn to the next; <see langword="null"/> where it has no more than one.</param>
/// <param name="Silence">How long it has sent nothing, counted from the start of this process.</param>
/// <param name="HasSent">Whether this process has seen it send.</param>
internal sealed record CollectorSample(string Bot, TimeSpan? Interval, TimeSpan Silence, bool HasSent);
