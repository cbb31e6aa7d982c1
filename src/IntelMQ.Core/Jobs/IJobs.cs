namespace IntelMQ.Jobs;

/// <summary>
/// Long work that survives a kill where the store is durable. A worker takes a job for a time, saves how far it is, and so keeps it; a job
/// whose worker is gone is taken up by another, from the cursor that was saved last.
/// </summary>
public interface IJobs
{
    /// <summary>Asks for a job; where there is one of that id already, it is that.</summary>
    /// <exception cref="ArgumentException">The request cannot be used.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    ValueTask<Job> AddAsync(JobRequest request, CancellationToken cancellationToken);

    /// <summary>The job of an id; <see langword="null"/> where there is none.</summary>
    ValueTask<Job?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Jobs, the newest first.</summary>
    ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken);

    /// <summary>Takes the oldest job that is due and that nobody has.</summary>
    /// <param name="kinds">The kinds that the worker can do.</param>
    /// <param name="worker">Who takes it.</param>
    /// <param name="time">How long it is the worker's, unless it saves.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns><see langword="null"/> where there is none.</returns>
    ValueTask<JobLease?> TakeAsync(IReadOnlyCollection<string> kinds, string worker, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Saves how far the job is, and keeps it for the time that is given.</summary>
    ValueTask<JobSignal> SaveAsync(JobLease lease, JobProgress progress, ReadOnlyMemory<byte> cursor, TimeSpan time, CancellationToken cancellationToken);

    /// <summary>Leaves a job.</summary>
    /// <returns>Whether it was still the worker's; where not, nothing was changed.</returns>
    ValueTask<bool> EndAsync(JobLease lease, JobEnd end, CancellationToken cancellationToken);

    /// <summary>Demands something of a job: what nobody works on follows at once, a worker is told when it saves.</summary>
    /// <returns>The job as it stands then; <see langword="null"/> where there is none.</returns>
    ValueTask<Job?> DemandAsync(string id, JobDemand demand, CancellationToken cancellationToken);

    /// <summary>Forgets jobs that ended before a time.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> RemoveAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
