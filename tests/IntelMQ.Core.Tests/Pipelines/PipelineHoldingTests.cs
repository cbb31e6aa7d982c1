using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Pipelines;
using IntelMQ.Testing;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineHoldingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FakeClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("intelmq-test-");

    private string File => Path.Combine(_folder.FullName, "held.jsonl");

    private BotServices Services => new() { Time = _clock };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_due_goes_out_by_the_clock_though_nothing_else_arrives(bool withFile)
    {
        using var stop = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        var stored = new TaskCompletionSource();
        var output = new ListOutput { Before = (_, _) => { stored.TrySetResult(); return ValueTask.CompletedTask; } };
        // Each report is collected once, and the pipeline goes on running.
        var collector = new ListCollector("a\na\nb\nends\na") { Forgets = true };
        var options = new PipelineOptions { Services = Services, CollectInterval = TimeSpan.FromDays(40) };
        await using Pipeline pipeline = Pipeline.Create(options, p => p.Collect(collector).Parse(new LineParser())
            .Expert(new HourExpert(Services, withFile ? File : null) { OnProcessed = count => { if (count == 5) held.SetResult(); } }).Output(output));

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
    public async Task With_a_file_input_is_settled_at_once_and_what_is_held_outlives_the_run()
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
    public async Task Without_a_file_input_is_settled_with_what_came_of_it_and_all_goes_out_when_the_input_ends()
    {
        var collector = new ListCollector("a\na", "ends");
        var output = new ListOutput { Before = (_, _) => { Assert.DoesNotContain(0, collector.Settled); return ValueTask.CompletedTask; } };
        PipelineResult result = await RunAsync(collector, output, null);
        Assert.True(result.IsComplete);
        Assert.Equal("2", Assert.Single(output.Events)["extra.count"].ToString());
        Assert.Equal([0, 1], collector.Settled.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_handed_out_and_not_stored_is_handed_out_again(bool withFile)
    {
        using var stop = new CancellationTokenSource();
        string? file = withFile ? File : null;
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
        if (withFile)
        {
            await RunAsync(collector, new ListOutput(), file);
            _clock.Advance(TimeSpan.FromHours(2));
        }

        PipelineResult aborted = await RunAsync(collector, hanging, file, null, stop.Token);
        Assert.True(aborted.WasStopped);
        Assert.Empty(hanging.Events);
        var output = new ListOutput();
        await RunAsync(collector, output, file);

        Assert.Equal("1", Assert.Single(output.Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task After_a_crash_between_what_is_sent_and_the_state_an_event_comes_twice_but_is_not_lost()
    {
        string copy = File + ".crash";
        await RunAsync(new ListCollector("a"));
        _clock.Advance(TimeSpan.FromHours(1));
        var output = new ListOutput { Before = (_, _) => { System.IO.File.Copy(File, copy); return ValueTask.CompletedTask; } };
        await RunAsync(new ListCollector(), output, File);
        Assert.Single(output.Events);
        Assert.Empty((await RunAsync(new ListCollector())).Events);

        System.IO.File.Copy(copy, File, overwrite: true);
        Assert.Single((await RunAsync(new ListCollector())).Events);
    }

    [Fact]
    public async Task After_a_crash_between_the_state_and_the_input_an_event_counts_twice_but_is_not_lost()
    {
        string copy = File + ".crash";
        await using var failures = new MemoryFailureStore();
        await using var broker = new OddBroker(new MemoryBroker(failures)) { OnCommit = (queue, work) => { if (queue.Value.StartsWith("hour", StringComparison.Ordinal) && work.Settled.Count > 0) System.IO.File.Copy(File, copy); } };
        await RunAsync(new ListCollector("a"), new ListOutput(), File, broker);

        System.IO.File.Copy(copy, File, overwrite: true);
        await RunAsync(new ListCollector("a"));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("2", Assert.Single((await RunAsync(new ListCollector())).Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_held()
    {
        await using var failures = new MemoryFailureStore();
        await using var broker = new OddBroker(new MemoryBroker(failures)) { OnCommit = static (queue, work) => { if (queue.Value.StartsWith("hour", StringComparison.Ordinal) && work.Settled.Count > 0) throw new InvalidOperationException("No commit."); } };
        await RunAsync(new ListCollector("a"));
        var collector = new ListCollector("a\nb");
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(collector, new ListOutput(), File, broker));
        Assert.Empty(collector.Settled);

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("1", Assert.Single((await RunAsync(new ListCollector())).Events)["extra.count"].ToString());
    }

    [Fact]
    public async Task An_event_that_fails_is_kept_and_holds_nothing()
    {
        var output = new ListOutput();
        await using Pipeline pipeline = Create(new ListCollector("breaks\npasses"), output, File, null);
        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);
        Assert.Equal((1L, 1), (result.Counters.Failed, output.Events.Count));
    }

    [Fact]
    public async Task Queues_that_outlive_the_process_ask_for_a_file()
    {
        await using var failures = new MemoryFailureStore();
        await using var broker = new OddBroker(new MemoryBroker(failures)) { Extra = BrokerTraits.Durable };
        PipelineConfigurationException refused = await Assert.ThrowsAsync<PipelineConfigurationException>(() => RunAsync(new ListCollector("a"), new ListOutput(), null, broker));
        Assert.Contains("set state_file", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_bots_do_not_share_a_state_file()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(p => p.Collect(new ListCollector()).Parse(new LineParser())
            .Expert(new HourExpert(Services, File)).Expert(new HourExpert(Services, Path.Combine(_folder.FullName, ".", "held.jsonl"))).Output(new ListOutput())));
        Assert.Contains("hour-expert, hour-expert-2: these keep their state in the same file", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    private async Task<ListOutput> RunAsync(ListCollector collector)
    {
        var output = new ListOutput();
        await RunAsync(collector, output, File);
        return output;
    }

    private async Task<PipelineResult> RunAsync(ListCollector collector, ListOutput output, string? file, IBroker? broker = null, CancellationToken cancellationToken = default)
    {
        await using Pipeline pipeline = Create(collector, output, file, broker);
        return await pipeline.RunAsync(cancellationToken).WaitAsync(Patience, CancellationToken.None);
    }

    private Pipeline Create(ListCollector collector, ListOutput output, string? file, IBroker? broker)
        => Pipeline.Create(new PipelineOptions { Services = Services, Broker = broker }, p => p.Collect(collector).Parse(new LineParser()).Expert(new HourExpert(Services, file)).Output(output));
}
