namespace IntelMQ.Benchmarks.Lookups;

/// <summary>What the managed heap holds.</summary>
internal static class Heap
{
    /// <summary>The bytes in use after a full collection.</summary>
    public static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>The bytes that this thread allocates for one of <paramref name="count"/> steps of work.</summary>
    public static double AllocatedBy(Action work, int count)
    {
        work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / count;
    }
}
