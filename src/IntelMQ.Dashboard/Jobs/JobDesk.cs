using IntelMQ.Dashboard.Access;
using IntelMQ.Jobs;

namespace IntelMQ.Dashboard.Jobs;

/// <summary>Takes jobs, and does those of the dashboard from the first one on until the program stops.</summary>
internal sealed class JobDesk
{
    private readonly Workings _workings;
    private readonly JobRunner _runner;
    private readonly Lock _gate = new();
    private Task? _running;

    public JobDesk(Workings workings)
    {
        _workings = workings;
        _runner = new JobRunner(workings.Records.Jobs, [new ReplayJob(workings.Host)], new JobRunnerOptions(), workings.Host.Time);
        // What a process before left is gone on with.
        if (workings.Records.IsDurable)
            Run();
    }

    /// <summary>Asks for a job.</summary>
    public async Task<Job> AddAsync(Caller caller, string kind, string arguments, CancellationToken cancellationToken)
    {
        Job job = await _workings.Records.Jobs.AddAsync(new JobRequest(kind, caller.Name) { Arguments = arguments }, cancellationToken).ConfigureAwait(false);
        Run();
        return job;
    }

    private void Run()
    {
        lock (_gate)
            _running ??= Task.Run(() => _runner.RunAsync(_workings.Stopping));
    }
}
