namespace IntelMQ.Jobs;

/// <summary>How a job's state changes: the same in every store.</summary>
public static class JobRules
{
    /// <summary>Whether a job may be taken up.</summary>
    public static bool MayTake(Job job, IReadOnlyCollection<string> kinds, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(kinds);
        return kinds.Contains(job.Kind) && (job.State == JobState.Waiting ? job.Due <= now : job.State == JobState.Running && job.LeaseEnd <= now);
    }

    /// <summary>The job, taken up.</summary>
    public static Job Taken(Job job, string worker, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job with { State = JobState.Running, Worker = worker, LeaseEnd = until, Attempt = job.Attempt + 1 };
    }

    /// <summary>Whether a job is still that of a lease. One whose time has run out still is, until another takes it.</summary>
    public static bool IsOf(Job? job, JobLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return job is { State: JobState.Running } && job.Worker == lease.Worker && job.Attempt == lease.Job.Attempt;
    }

    /// <summary>What a worker is told.</summary>
    public static JobSignal SignalOf(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Demand switch
        {
            JobDemand.Cancel => JobSignal.Cancel,
            JobDemand.Pause => JobSignal.Pause,
            _ => JobSignal.GoOn,
        };
    }

    /// <summary>The job after its worker has left it. What was called off meanwhile is not taken up again.</summary>
    public static Job Left(Job job, JobEnd end, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(end);
        JobState state = (end.State, job.Demand) switch
        {
            (JobState.Waiting or JobState.Paused, JobDemand.Cancel) => JobState.Cancelled,
            (JobState.Waiting, JobDemand.Pause) => JobState.Paused,
            _ => end.State,
        };
        bool isOver = state is JobState.Done or JobState.Failed or JobState.Cancelled;
        return job with { State = state, Result = end.Result, Due = end.Due ?? job.Due, Worker = null, LeaseEnd = null, Demand = JobDemand.None, Ended = isOver ? now : null };
    }

    /// <summary>The job after something was demanded of it.</summary>
    public static Job Demanded(Job job, JobDemand demand, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        return (job.State, demand) switch
        {
            (JobState.Waiting or JobState.Paused, JobDemand.Cancel) => job with { State = JobState.Cancelled, Ended = now },
            (JobState.Waiting, JobDemand.Pause) => job with { State = JobState.Paused },
            (JobState.Paused, JobDemand.Resume) => job with { State = JobState.Waiting, Due = now },
            (JobState.Running, JobDemand.Resume or JobDemand.None) => job.Demand == JobDemand.Cancel ? job : job with { Demand = JobDemand.None },
            (JobState.Running, _) => job.Demand == JobDemand.Cancel ? job : job with { Demand = demand },
            _ => job,
        };
    }
}
