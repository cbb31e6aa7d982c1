namespace IntelMQ.Pipelines;

/// <summary>How many messages are in a queue or in work, as the pipeline has counted them; changed by any thread.</summary>
internal sealed class QueueDepth
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(int count) => Interlocked.Add(ref _count, count);

    public void Reset(long count) => Interlocked.Exchange(ref _count, count);
}
