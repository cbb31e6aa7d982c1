using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.State;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineHoldingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    private BotServices Lasting => new() { Time = _clock, StateFolder = _folder.FullName };

    private BotServices Passing => new() { Time = _clock };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_due_goes_out_by_the_clock_though_nothing_else_arrives(bool isDurable)
    {
        using var stop = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        var stored = new TaskCompletionSource();
        var output = new ListOutput { Before = (_, _) => { stored.TrySetResult(); return ValueTask.CompletedTask; } };
        // Each report is collected once, and the pipeline goes on running.
        var collector = new ListCollector("a\na\nb\nends\na") { Forgets = true };
        BotServices services = isDurable ? Lasting : Passing;
        var options = new PipelineOptions { Services = services, CollectInterval = TimeSpan.FromDays(40) };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(new LineParser())
            .Expert(new HourExpert(services) { OnProcessed = count => { if (count == 5) held.SetResult(); } }).Output(output));

        Task<PipelineResult> running = pipeline.RunAsync(stop.Token);
        await held.Task.WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(stored.Task.IsCompleted);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await stored.Task.WaitAsync(Patience);
        await stop.CancelAsync();
        await running.WaitAsync(Patience);

        Assert.Equal(["a", "b"], output.Lines);
        Assert.Equal("3", output.Events[0]["extra.count"].ToString());
        Assert.Equal([0], collector.Settled);
    }

    [Fact]
    public async Task Where_state_lasts_input_is_settled_at_once_and_what_is_held_outlives_the_run()
    {
        var collector = new ListCollector("a\npasses\na");
        ListOutput first = await RunAsync(collector);
        Assert.Equal(["passes"], first.Lines);
        Assert.Equal([0], collector.Settled);

        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Empty((await RunAsync(new ListCollector("a"))).Events);
        _clock.Advance(TimeSpan.FromMinutes(30));
        ListOutput last = await RunAsync(new ListCollector());

        Assert.Equal("3", Assert.Single(last.Events)["extra.count"].ToString());
        Assert.Empty((await RunAsync(new ListCollector())).Events);
    }

    [Fact]
    public async Task Where_state_does_not_last_input_is_settled_with_what_came_of_it_and_all_goes_out_when_the_input_ends()
    {
        var collector = new ListCollector("a\na", "ends");
        var output = new ListOutput { Before = (_, _) => { Assert.DoesNotContain(0, collector.Settled); return ValueTask.CompletedTask; } };
        PipelineResult result = await RunAsync(collector, output, Passing);
        Assert.True(result.IsComplete);
        Assert.Equal("2", Assert.Single(output.Events)["extra.count"].ToString());
        Assert.Equal([0, 1], collector.Settled.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_handed_out_and_not_stored_is_handed_out_again(bool isDurable)
    {
        using var stop = new CancellationTokenSource();
        BotServices services = isDurable ? Lasting : Passing;
        var collector = new ListCollector("a") { Forgets = true };
        var hanging = new ListOutput
        {
            Before = async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                // The clock is the one that the stop's time-out waits by.
                _clock.Advance(TimeSpan.FromHours(1));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            },
        };
        if (isDurable)
        {
            await RunAsync(collector, new ListOutput(), services);
            _clock.Advance(TimeSpan.FromHours(2));
        }

        PipelineResult aborted = await RunAsync(collector, hanging, services, stop.Token);
        Assert.True(aborted.WasStopped);
        Assert.Empty(hanging.Events);
        var output = new ListOutput();
        await RunAsync(collector, output, services);

        Assert.Equal("1", Assert.Single(output.Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task After_a_crash_between_what_is_sent_and_the_state_an_event_comes_twice_but_is_not_lost()
    {
        string copy = _folder.FullName + ".crash";
        await RunAsync(new ListCollector("a"));
        _clock.Advance(TimeSpan.FromHours(1));
        var output = new ListOutput { Before = (_, _) => { CopyState(_folder.FullName, copy); return ValueTask.CompletedTask; } };
        await RunAsync(new ListCollector(), output, Lasting);
        Assert.Single(output.Events);
        Assert.Empty((await RunAsync(new ListCollector())).Events);

        CopyState(copy, _folder.FullName);
        Directory.Delete(copy, recursive: true);
        Assert.Single((await RunAsync(new ListCollector())).Events);
    }

    [Fact]
    public async Task What_was_held_of_input_that_comes_again_counts_again_and_of_input_that_was_put_away_not()
    {
        // The second report is stuck behind the expert when the run is aborted, so the state does not have it.
        using var stop = new CancellationTokenSource();
        var collector = new ListCollector("a", "a\npasses") { Forgets = true };
        var stuck = new ListOutput
        {
            Before = async (_, cancellationToken) =>
            {
                await stop.CancelAsync();
                while (!cancellationToken.IsCancellationRequested)
                {
                    _clock.Advance(TimeSpan.FromSeconds(10));
                    await Task.Delay(10, CancellationToken.None);
                }

                cancellationToken.ThrowIfCancellationRequested();
            },
        };
        await RunAsync(collector, stuck, Lasting, stop.Token);
        Assert.Equal([0], collector.Settled);
        Assert.Equal(["passes"], (await RunAsync(collector)).Lines);
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal("2", Assert.Single((await RunAsync(new ListCollector())).Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_held()
    {
        await RunAsync(new ListCollector("a"));
        var collector = new ListCollector("a\nb");
        await using (var store = await FileStateStore.OpenAsync(new FileStateStoreOptions { Folder = Path.Combine(_folder.FullName, "intelmq.state") }, _clock, NullLogger.Instance, default))
        {
            await using var broker = new OddBroker(new MemoryBroker(new MemoryFailureStore(), store, _clock)) { OnCommit = static (queue, work) => { if (queue.Value.StartsWith("hour", StringComparison.Ordinal) && work.Settled.Count > 0) throw new InvalidOperationException("No commit."); } };
            await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Services = Passing, Broker = broker }, p => p.Collect(collector).Parse(new LineParser()).Expert(new HourExpert(Passing)).Output(new ListOutput()));
            await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline.RunAsync(CancellationToken.None));
        }

        Assert.Empty(collector.Settled);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("1", Assert.Single((await RunAsync(new ListCollector())).Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task An_event_that_fails_is_kept_and_holds_nothing()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Create(new ListCollector("breaks\npasses"), output, Lasting);
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        Assert.Equal((1L, 1), (result.Counters.Failed, output.Events.Count));
    }

    [Fact]
    public async Task Queues_that_outlive_the_process_ask_for_state_that_does()
    {
        await using var broker = new OddBroker(new MemoryBroker(new MemoryFailureStore())) { Extra = BrokerTraits.Durable };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { Broker = broker }, p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Expert(new HourExpert(Passing)).Output(new ListOutput()));
        PipelineConfigurationException refused = await Assert.ThrowsAsync<PipelineConfigurationException>(() => pipeline.RunAsync(CancellationToken.None));
        Assert.Contains("the broker needs state that outlives the process", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pipelines_do_not_share_a_state()
    {
        await using Pipeline first = Create(new ListCollector("a"), new ListOutput(), Lasting);
        await first.RunAsync(CancellationToken.None);
        await using Pipeline second = Create(new ListCollector("a"), new ListOutput(), Lasting);

        PipelineConfigurationException refused = await Assert.ThrowsAsync<PipelineConfigurationException>(() => second.RunAsync(CancellationToken.None));

        Assert.Contains("is open already", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    private static void CopyState(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "intelmq.state"));
        File.Copy(Path.Combine(from, "intelmq.state", "state.log"), Path.Combine(to, "intelmq.state", "state.log"), overwrite: true);
    }

    private async Task<ListOutput> RunAsync(ListCollector collector)
    {
        var output = new ListOutput();
        await RunAsync(collector, output, Lasting);
        return output;
    }

    private static async Task<PipelineResult> RunAsync(ListCollector collector, ListOutput output, BotServices services, CancellationToken cancellationToken = default)
    {
        await using Pipeline pipeline = Create(collector, output, services);
        return await pipeline.RunAsync(cancellationToken).WaitAsync(Patience, CancellationToken.None);
    }

    private static Pipeline Create(ListCollector collector, ListOutput output, BotServices services)
        => Pipeline.Create(new PipelineOptions { Services = services }, p => p.Collect(collector).Parse(new LineParser()).Expert(new HourExpert(services)).Output(output));
}
