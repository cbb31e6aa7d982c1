using IntelMQ.Jobs;

namespace IntelMQ.Testing.Conformance;

/// <summary>What a store of jobs has to fulfil.</summary>
internal static class JobSuite
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    public static async Task AskTwiceAsync(IJobs jobs)
    {
        Job first = await jobs.AddAsync(new JobRequest("import", "alice") { Id = "a" }, default).ConfigureAwait(false);
        Job second = await jobs.AddAsync(new JobRequest("export", "bob") { Id = "a" }, default).ConfigureAwait(false);
        Expect.Equal("import", second.Kind);
        Expect.Equal(first.Id, second.Id);
        Expect.Equal("alice", (await jobs.FindAsync("a", default).ConfigureAwait(false))?.Owner);
        Expect.Equal(null, await jobs.FindAsync("b", default).ConfigureAwait(false));
        await Expect.ThrowsAnyAsync<ArgumentException>(async () => await jobs.AddAsync(new JobRequest("import", "alice") { Id = "../a" }, default).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public static async Task CompeteAsync(IJobs jobs)
    {
        for (int round = 0; round < 10; round++)
        {
            await jobs.AddAsync(new JobRequest("import", "alice"), default).ConfigureAwait(false);
            JobLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () => await jobs.TakeAsync(["import"], $"worker {worker}", Long, default).ConfigureAwait(false)))).ConfigureAwait(false);
            Expect.Equal(1, leases.Count(static lease => lease is not null));
        }
    }

    public static async Task OrderAsync(IJobs jobs)
    {
        DateTimeOffset past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "later", Due = past.AddDays(2) }, default).ConfigureAwait(false);
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "sooner", Due = past.AddDays(1) }, default).ConfigureAwait(false);
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "never", Due = DateTimeOffset.MaxValue.AddYears(-1) }, default).ConfigureAwait(false);
        await jobs.AddAsync(new JobRequest("other", "alice") { Id = "other", Due = past }, default).ConfigureAwait(false);
        Expect.Equal("sooner", (await jobs.TakeAsync(["import"], "one", Long, default).ConfigureAwait(false))?.Job.Id);
        Expect.Equal("later", (await jobs.TakeAsync(["import"], "one", Long, default).ConfigureAwait(false))?.Job.Id);
        Expect.Equal(null, await jobs.TakeAsync(["import"], "one", Long, default).ConfigureAwait(false));
        Expect.Equal(null, await jobs.TakeAsync([], "one", Long, default).ConfigureAwait(false));
    }

    public static async Task TakeOverAsync(IJobs jobs)
    {
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "a" }, default).ConfigureAwait(false);
        JobLease first = await TakeAsync(jobs, "one", TimeSpan.Zero).ConfigureAwait(false);
        Expect.Equal(JobSignal.GoOn, await jobs.SaveAsync(first, new JobProgress(1, 2, "rows"), new byte[] { 1 }, TimeSpan.Zero, default).ConfigureAwait(false));
        JobLease second = await TakeAsync(jobs, "two", Long).ConfigureAwait(false);
        Expect.Equal((byte)1, second.Job.Cursor.Span[0]);
        Expect.Equal(2, second.Job.Attempt);
        Expect.Equal(JobSignal.Lost, await jobs.SaveAsync(first, new JobProgress(9, 9, "rows"), new byte[] { 9 }, Long, default).ConfigureAwait(false));
        Expect.False(await jobs.EndAsync(first, JobEnd.Done(null), default).ConfigureAwait(false));
        Job? job = await jobs.FindAsync("a", default).ConfigureAwait(false);
        Expect.Equal(JobState.Running, job!.State);
        Expect.Equal((byte)1, job.Cursor.Span[0]);
        Expect.True(await jobs.EndAsync(second, JobEnd.Done("{}"), default).ConfigureAwait(false));
    }

    public static async Task DemandAsync(IJobs jobs)
    {
        Expect.Equal(null, await jobs.DemandAsync("none", JobDemand.Cancel, default).ConfigureAwait(false));
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "a" }, default).ConfigureAwait(false);
        Expect.Equal(JobState.Paused, (await jobs.DemandAsync("a", JobDemand.Pause, default).ConfigureAwait(false))!.State);
        Expect.Equal(null, await jobs.TakeAsync(["import"], "one", Long, default).ConfigureAwait(false));
        Expect.Equal(JobState.Waiting, (await jobs.DemandAsync("a", JobDemand.Resume, default).ConfigureAwait(false))!.State);
        JobLease lease = await TakeAsync(jobs, "one", Long).ConfigureAwait(false);
        await jobs.DemandAsync("a", JobDemand.Pause, default).ConfigureAwait(false);
        Expect.Equal(JobSignal.Pause, await jobs.SaveAsync(lease, JobProgress.None, default, Long, default).ConfigureAwait(false));
        Expect.True(await jobs.EndAsync(lease, JobEnd.Paused, default).ConfigureAwait(false));
        await jobs.DemandAsync("a", JobDemand.Resume, default).ConfigureAwait(false);
        lease = await TakeAsync(jobs, "one", Long).ConfigureAwait(false);
        await jobs.DemandAsync("a", JobDemand.Cancel, default).ConfigureAwait(false);
        Expect.Equal(JobSignal.Cancel, await jobs.SaveAsync(lease, JobProgress.None, default, Long, default).ConfigureAwait(false));
        Expect.True(await jobs.EndAsync(lease, JobEnd.Again(DateTimeOffset.UnixEpoch, null), default).ConfigureAwait(false));
        Job? job = await jobs.FindAsync("a", default).ConfigureAwait(false);
        Expect.Equal(JobState.Cancelled, job!.State);
        Expect.NotNull(job.Ended);
    }

    public static async Task EndAsync(IJobs jobs)
    {
        await jobs.AddAsync(new JobRequest("import", "alice") { Id = "a" }, default).ConfigureAwait(false);
        JobLease lease = await TakeAsync(jobs, "one", TimeSpan.Zero).ConfigureAwait(false);
        Expect.True(await jobs.EndAsync(lease, JobEnd.Failed("no such file"), default).ConfigureAwait(false));
        Expect.Equal(null, await jobs.TakeAsync(["import"], "two", Long, default).ConfigureAwait(false));
        Job? job = await jobs.FindAsync("a", default).ConfigureAwait(false);
        Expect.Equal(JobState.Failed, job!.State);
        Expect.Equal("no such file", job.Result);
        Expect.Equal(0, await jobs.RemoveAsync(job.Ended!.Value, default).ConfigureAwait(false));
        Expect.Equal(1, await jobs.RemoveAsync(job.Ended!.Value.AddSeconds(1), default).ConfigureAwait(false));
        Expect.Equal(null, await jobs.FindAsync("a", default).ConfigureAwait(false));
    }

    public static async Task ListAsync(IJobs jobs)
    {
        foreach (string id in (string[])["a", "b", "c", "d"])
            await jobs.AddAsync(new JobRequest(id == "d" ? "export" : "import", id == "c" ? "bob" : "alice") { Id = id }, default).ConfigureAwait(false);
        await jobs.DemandAsync("b", JobDemand.Cancel, default).ConfigureAwait(false);
        Expect.Equal(4, (await jobs.ListAsync(new JobFilter(), default).ConfigureAwait(false)).Count);
        Expect.Equal("d", Expect.Single(await jobs.ListAsync(new JobFilter { Kind = "export" }, default).ConfigureAwait(false)).Id);
        Expect.Equal("c", Expect.Single(await jobs.ListAsync(new JobFilter { Owner = "bob" }, default).ConfigureAwait(false)).Id);
        Expect.Equal("b", Expect.Single(await jobs.ListAsync(new JobFilter { State = JobState.Cancelled }, default).ConfigureAwait(false)).Id);
        var seen = new List<string>();
        Job? last = null;
        while (await jobs.ListAsync(new JobFilter { Count = 1, After = last }, default).ConfigureAwait(false) is [{ } next])
            seen.Add((last = next).Id);
        Expect.Same(["d", "c", "b", "a"], seen.OrderDescending(StringComparer.Ordinal));
        Expect.Equal(4, seen.Count);
    }

    private static async Task<JobLease> TakeAsync(IJobs jobs, string worker, TimeSpan time)
    {
        JobLease? lease = await jobs.TakeAsync(["import"], worker, time, default).ConfigureAwait(false);
        Expect.NotNull(lease);
        return lease!;
    }
}
