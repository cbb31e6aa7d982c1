using System.Globalization;

namespace IntelMQ.Jobs;

/// <summary>Does jobs, one at a time, as long as it runs. Several runners, in one process or many, share the jobs of a store.</summary>
public sealed class JobRunner
{
    private readonly IJobs _jobs;
    private readonly Dictionary<string, IJobHandler> _handlers;
    private readonly JobRunnerOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates the runner.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="handlers">Who does them.</param>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">Two handlers are of one kind.</exception>
    public JobRunner(IJobs jobs, IEnumerable<IJobHandler> handlers, JobRunnerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _jobs = jobs;
        _handlers = handlers.ToDictionary(static handler => handler.Kind, StringComparer.Ordinal);
        _options = options;
        _time = time;
    }

    /// <summary>Does jobs until it is ended. A store that cannot be reached is tried again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            bool found;
            try
            {
                found = await RunOneAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException)
            {
                found = false;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (!found)
                await Task.Delay(_options.Pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does one job, if one is due.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public async Task<bool> RunOneAsync(CancellationToken cancellationToken)
    {
        if (await _jobs.TakeAsync(_handlers.Keys, _options.Worker, _options.LeaseTime, cancellationToken).ConfigureAwait(false) is not { } lease)
            return false;
        // Whoever dies of a job again and again does not take it up for ever.
        JobEnd? end = lease.Job.Attempt > _options.MaxAttempts
            ? JobEnd.Failed(string.Create(CultureInfo.InvariantCulture, $"It was taken up {lease.Job.Attempt - 1} times and never came to its end. {lease.Job.Result}").TrimEnd())
            : await DoAsync(lease, cancellationToken).ConfigureAwait(false);
        if (end is not null)
            await _jobs.EndAsync(lease, end, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    private async Task<JobEnd?> DoAsync(JobLease lease, CancellationToken cancellationToken)
    {
        using var work = new JobWork(_jobs, lease, _options.LeaseTime);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var renewal = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        JobSignal told = JobSignal.GoOn;
        Task renewing = RenewAsync(
            work,
            signal =>
            {
                told = signal;
                over.Cancel();
            },
            renewal.Token);
        try
        {
            return JobEnd.Done(await _handlers[lease.Job.Kind].RunAsync(work, over.Token).ConfigureAwait(false));
        }
        catch (JobInterruptedException interrupted)
        {
            return EndOf(interrupted.Signal);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return cancellationToken.IsCancellationRequested ? JobEnd.Again(_time.GetUtcNow(), null) : EndOf(told);
        }
        catch (InvalidDataException exception)
        {
            return JobEnd.Failed(exception.Message);
        }
#pragma warning disable CA1031 // Whatever a handler throws is the job's, not the runner's.
        catch (Exception exception)
        {
            return lease.Job.Attempt >= _options.MaxAttempts || exception is not IOException
                ? JobEnd.Failed(exception.Message)
                : JobEnd.Again(_time.GetUtcNow() + (_options.Pause * Math.Pow(2, Math.Min(lease.Job.Attempt, 6))), exception.Message);
        }
#pragma warning restore CA1031
        finally
        {
            await renewal.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static JobEnd? EndOf(JobSignal signal) => signal switch
    {
        JobSignal.Pause => JobEnd.Paused,
        JobSignal.Cancel => JobEnd.Cancelled,
        _ => null,
    };

    private async Task RenewAsync(JobWork work, Action<JobSignal> end, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.LeaseTime / 3, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                JobSignal signal = await work.RenewAsync(cancellationToken).ConfigureAwait(false);
                // A handler that saves often comes to its own good place; only one that cannot go on at all is ended.
                if (signal is JobSignal.Lost or JobSignal.Cancel)
                {
                    end(signal);
                    return;
                }
            }
            catch (IOException)
            {
                // The next turn tries again; whoever is too late is told that the job is lost.
            }
        }
    }
}
