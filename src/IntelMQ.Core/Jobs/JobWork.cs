namespace IntelMQ.Jobs;

/// <summary>A job in the hands of its handler.</summary>
public sealed class JobWork : IDisposable
{
    private readonly IJobs _jobs;
    private readonly JobLease _lease;
    private readonly TimeSpan _leaseTime;
    private readonly SemaphoreSlim _saving = new(1, 1);

    internal JobWork(IJobs jobs, JobLease lease, TimeSpan leaseTime)
    {
        _jobs = jobs;
        _lease = lease;
        _leaseTime = leaseTime;
        Cursor = lease.Job.Cursor;
        Progress = lease.Job.Progress;
    }

    /// <summary>The job as it was taken up.</summary>
    public Job Job => _lease.Job;

    /// <summary>How far it is.</summary>
    public ReadOnlyMemory<byte> Cursor { get; private set; }

    /// <summary>How far it is, for people.</summary>
    public JobProgress Progress { get; private set; }

    /// <summary>Saves how far the job is.</summary>
    /// <exception cref="JobInterruptedException">The job is to rest or to end, or is another's now: let it pass.</exception>
    /// <exception cref="IOException">It cannot be stored.</exception>
    public async ValueTask SaveAsync(JobProgress progress, ReadOnlyMemory<byte> cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] copy = cursor.ToArray();
            JobSignal signal = await _jobs.SaveAsync(_lease, progress, copy, _leaseTime, cancellationToken).ConfigureAwait(false);
            if (signal != JobSignal.Lost)
                (Cursor, Progress) = (copy, progress);
            if (signal != JobSignal.GoOn)
                throw new JobInterruptedException(signal);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Called by the runner at the end.</summary>
    public void Dispose() => _saving.Dispose();

    /// <summary>Says that the work goes on, without a new place in it.</summary>
    internal async ValueTask<JobSignal> RenewAsync(CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _jobs.SaveAsync(_lease, Progress, Cursor, _leaseTime, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _saving.Release();
        }
    }
}
