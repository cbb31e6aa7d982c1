using System.Text;
using IntelMQ.Jobs;
using IntelMQ.Records;

namespace IntelMQ.Core.Tests.Jobs;

public sealed class JobRunnerTests : IAsyncDisposable
{
    private readonly MemoryRecords _records = new();

    private IJobs Jobs => _records.Jobs;

    public ValueTask DisposeAsync() => _records.DisposeAsync();

    [Fact]
    public async Task What_comes_of_a_job_is_kept()
    {
        await AskAsync();
        Assert.True(await RunnerOf(static (_, _) => Task.FromResult<string?>("{\"rows\":3}")).RunOneAsync(default));
        Job job = await JobAsync();
        Assert.Equal((JobState.Done, "{\"rows\":3}"), (job.State, job.Result));
        Assert.NotNull(job.Ended);
    }

    [Fact]
    public async Task Nothing_to_do_is_said()
        => Assert.False(await RunnerOf(static (_, _) => Task.FromResult<string?>(null)).RunOneAsync(default));

    [Fact]
    public async Task Work_that_broke_off_goes_on_from_its_cursor()
    {
        await AskAsync();
        var begun = new List<string>();
        JobRunner runner = RunnerOf(async (work, token) =>
        {
            begun.Add(Encoding.UTF8.GetString(work.Cursor.Span));
            if (begun.Count > 1)
                return null;
            await work.SaveAsync(new JobProgress(10, 20, "rows"), "10"u8.ToArray(), token);
            throw new IOException("The disk is full.");
        });
        Assert.True(await runner.RunOneAsync(default));
        Job job = await JobAsync();
        Assert.Equal((JobState.Waiting, "The disk is full.", 10L), (job.State, job.Result, job.Progress.Done));
        while (!await runner.RunOneAsync(default))
            await Task.Delay(5);
        Assert.Equal(["", "10"], begun);
        Assert.Equal(JobState.Done, (await JobAsync()).State);
    }

    [Fact]
    public async Task What_cannot_be_done_fails_at_once_with_its_reason()
    {
        await AskAsync();
        await RunnerOf(static (_, _) => throw new InvalidDataException("Row 7 has no address.")).RunOneAsync(default);
        Job job = await JobAsync();
        Assert.Equal((JobState.Failed, "Row 7 has no address."), (job.State, job.Result));
    }

    [Fact]
    public async Task A_defect_of_a_handler_ends_its_job_and_not_the_runner()
    {
        await AskAsync();
        await RunnerOf(static (_, _) => throw new InvalidOperationException("No.")).RunOneAsync(default);
        Assert.Equal(JobState.Failed, (await JobAsync()).State);
    }

    [Fact]
    public async Task What_fails_again_and_again_fails_for_good()
    {
        await AskAsync();
        int tries = 0;
        JobRunner runner = RunnerOf((_, _) =>
        {
            tries++;
            throw new IOException("Nobody there.");
        });
        while ((await JobAsync()).State == JobState.Waiting)
        {
            await runner.RunOneAsync(default);
            await Task.Delay(1);
        }

        Assert.Equal(3, tries);
        Assert.Equal((JobState.Failed, "Nobody there."), ((await JobAsync()).State, (await JobAsync()).Result));
    }

    [Fact]
    public async Task A_job_that_ended_its_workers_is_not_taken_up_for_ever()
    {
        await AskAsync();
        for (int i = 0; i < 3; i++)
            Assert.NotNull(await Jobs.TakeAsync(["import"], "killed", TimeSpan.Zero, default));
        await RunnerOf(static (_, _) => throw new InvalidOperationException("must not run")).RunOneAsync(default);
        Job job = await JobAsync();
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("taken up 3 times", job.Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobDemand.Cancel, JobState.Cancelled)]
    [InlineData(JobDemand.Pause, JobState.Paused)]
    public async Task A_demand_reaches_the_work_where_it_saves(JobDemand demand, JobState expected)
    {
        await AskAsync();
        await RunnerOf(async (work, token) =>
        {
            await Jobs.DemandAsync("a", demand, token);
            await work.SaveAsync(new JobProgress(1, null, ""), "1"u8.ToArray(), token);
            throw new InvalidOperationException("must not come here");
        }).RunOneAsync(default);
        Job job = await JobAsync();
        Assert.Equal((expected, 1L), (job.State, job.Progress.Done));
    }

    [Fact]
    public async Task Work_that_never_saves_is_ended_where_it_is_called_off()
    {
        await AskAsync();
        await RunnerOf(
            async (_, token) =>
            {
                await Jobs.DemandAsync("a", JobDemand.Cancel, default);
                await Task.Delay(Timeout.Infinite, token);
                return null;
            },
            lease: TimeSpan.FromMilliseconds(60)).RunOneAsync(default);
        Assert.Equal(JobState.Cancelled, (await JobAsync()).State);
    }

    [Fact]
    public async Task Work_that_is_slow_to_save_stays_its_workers()
    {
        await AskAsync();
        Task<bool> run = RunnerOf(
            static async (_, token) =>
            {
                await Task.Delay(500, token);
                return "done";
            },
            lease: TimeSpan.FromMilliseconds(300)).RunOneAsync(default);
        await run;
        Job job = await JobAsync();
        Assert.Equal((JobState.Done, 1), (job.State, job.Attempt));
    }

    [Fact]
    public async Task A_stop_gives_the_job_back()
    {
        await AskAsync();
        using var stop = new CancellationTokenSource();
        await RunnerOf(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null;
        }).RunOneAsync(stop.Token);
        Assert.Equal(JobState.Waiting, (await JobAsync()).State);
    }

    private async Task AskAsync() => await Jobs.AddAsync(new JobRequest("import", "alice") { Id = "a" }, default);

    private async Task<Job> JobAsync() => (await Jobs.FindAsync("a", default))!;

    private JobRunner RunnerOf(Func<JobWork, CancellationToken, Task<string?>> work, TimeSpan? lease = null)
        => new(Jobs, [new Handler(work)], new JobRunnerOptions { LeaseTime = lease ?? TimeSpan.FromMinutes(1), Pause = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 }, TimeProvider.System);

    private sealed class Handler(Func<JobWork, CancellationToken, Task<string?>> work) : IJobHandler
    {
        public string Kind => "import";

        public Task<string?> RunAsync(JobWork job, CancellationToken cancellationToken) => work(job, cancellationToken);
    }
}
