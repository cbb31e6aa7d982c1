namespace IntelMQ.Jobs;

/// <summary>Jobs in memory.</summary>
internal sealed class MemoryJobs(TimeProvider time) : IJobs
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);

    public ValueTask<Job> AddAsync(JobRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Job job = request.ToJob(time.GetUtcNow());
        lock (_gate)
            return new(_jobs.TryAdd(job.Id, job) ? job : _jobs[job.Id]);
    }

    public ValueTask<Job?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_jobs.GetValueOrDefault(id));
    }

    public ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        lock (_gate)
        {
            return new([.. _jobs.Values
                .Where(job => filter.Kind is not { } kind || job.Kind == kind)
                .Where(job => filter.Owner is not { } owner || job.Owner == owner)
                .Where(job => filter.State is not { } state || job.State == state)
                .Where(job => filter.After is not { } after || IsBefore(job, after))
                .OrderByDescending(static job => job.Created.ToUnixTimeMilliseconds())
                .ThenByDescending(static job => job.Id, StringComparer.Ordinal)
                .Take(Math.Clamp(filter.Count, 1, JobFilter.MaxCount))]);
        }
    }

    public ValueTask<JobLease?> TakeAsync(IReadOnlyCollection<string> kinds, string worker, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            Job? job = _jobs.Values
                .Where(job => JobRules.MayTake(job, kinds, now))
                .OrderBy(static job => job.Due)
                .ThenBy(static job => job.Id, StringComparer.Ordinal)
                .FirstOrDefault();
            if (job is null)
                return new((JobLease?)null);
            job = _jobs[job.Id] = JobRules.Taken(job, worker, now + leaseTime);
            return new(new JobLease(job, worker));
        }
    }

    public ValueTask<JobSignal> SaveAsync(JobLease lease, JobProgress progress, ReadOnlyMemory<byte> cursor, TimeSpan leaseTime, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_gate)
        {
            Job? job = _jobs.GetValueOrDefault(lease.Job.Id);
            if (job is null || !JobRules.IsOf(job, lease))
                return new(JobSignal.Lost);
            _jobs[job.Id] = job with { Progress = progress, Cursor = cursor.ToArray(), LeaseEnd = time.GetUtcNow() + leaseTime };
            return new(JobRules.SignalOf(job));
        }
    }

    public ValueTask<bool> EndAsync(JobLease lease, JobEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        lock (_gate)
        {
            Job? job = _jobs.GetValueOrDefault(lease.Job.Id);
            if (job is null || !JobRules.IsOf(job, lease))
                return new(false);
            _jobs[job.Id] = JobRules.Left(job, end, time.GetUtcNow());
            return new(true);
        }
    }

    public ValueTask<Job?> DemandAsync(string id, JobDemand demand, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(_jobs.TryGetValue(id, out Job? job) ? _jobs[id] = JobRules.Demanded(job, demand, time.GetUtcNow()) : null);
    }

    public ValueTask<int> RemoveAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            string[] old = [.. _jobs.Values.Where(job => job.Ended < endedBefore).Select(static job => job.Id)];
            foreach (string id in old)
                _jobs.Remove(id);
            return new(old.Length);
        }
    }

    private static bool IsBefore(Job job, Job other)
    {
        int order = job.Created.ToUnixTimeMilliseconds().CompareTo(other.Created.ToUnixTimeMilliseconds());
        return order < 0 || (order == 0 && string.CompareOrdinal(job.Id, other.Id) < 0);
    }
}
