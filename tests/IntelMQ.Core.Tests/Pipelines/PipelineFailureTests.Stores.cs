using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.State;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

// What stores keep, and what bots remember.
public sealed partial class PipelineFailureTests
{
    [Fact]
    public async Task A_failure_store_that_is_gone_is_waited_for()
    {
        var collector = new ListCollector("a\nbad");
        var output = new ListOutput();
        await using Pipeline pipeline = Pipeline.Create(
            new PipelineOptions { Failures = new GoneStore { Times = 10 }, Services = new BotServices { Time = _time } },
            p => p.Collect(collector).Parse(new LineParser()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.True(result.IsComplete);
        Assert.Equal(["a"], output.Lines);
        Assert.Equal([0], collector.Settled);
    }

    [Fact]
    public async Task A_run_that_is_aborted_while_nothing_can_be_stored_settles_and_remembers_nothing()
    {
        using var stop = new CancellationTokenSource();
        var collector = new ListCollector("a\nbad");
        var store = new GoneStore { Times = int.MaxValue, OnAdd = stop.Cancel };
        var state = new MemoryStateStore();
        var expert = new Learner();
        await using Pipeline pipeline = Pipeline.Create(
            new PipelineOptions { Failures = store, State = state, StopTimeout = TimeSpan.FromMilliseconds(50) },
            p => p.Collect(collector).Parse(new LineParser()).Expert(expert).Output(new ListOutput()));

        PipelineResult result = await pipeline.RunAsync(stop.Token);

        Assert.Equal((true, 1), (result.WasStopped, result.Unsettled));
        Assert.Empty(collector.Settled);
        Assert.False((await state.OpenAsync(new StateSpaceDeclaration("learner/seen", StateSpaceKind.Keys), default)).Contains("a"u8));
        Assert.Equal(["a"], expert.Learned);
    }

    [Fact]
    public async Task What_an_expert_remembers_is_kept_only_after_its_events_are_stored_for_good()
    {
        var state = new MemoryStateStore();
        IStateSpace seen = await state.OpenAsync(new StateSpaceDeclaration("learner/seen", StateSpaceKind.Keys), default);
        var output = new ListOutput { Before = (_, _) => { Assert.False(seen.Contains("a"u8)); return ValueTask.CompletedTask; } };
        var collector = new ListCollector("a\nb\na") { OnSettled = _ => Assert.True(seen.Contains("a"u8)) };
        await using Pipeline pipeline = Pipeline.Create(new PipelineOptions { State = state }, p =>
            p.Collect(collector).Parse(new LineParser()).Expert(new Learner()).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "b"], output.Lines);
        Assert.Equal(0, result.SettleErrors);
    }

    [Fact]
    public async Task What_an_expert_learned_of_an_event_that_failed_is_forgotten()
    {
        var expert = new Learner { OnLearned = static line => { if (line == "a") throw new InvalidOperationException("Broken."); } };
        var output = new ListOutput();
        await using Pipeline pipeline = Create(p => p.Collect(new ListCollector("a\nb\na\nb")).Parse(new LineParser()).Expert(expert).Output(output));

        PipelineResult result = await pipeline.RunAsync(CancellationToken.None);

        Assert.Equal(["a", "b", "a"], expert.Learned);
        Assert.Equal((2L, "b"), (result.Counters.Failed, Assert.Single(output.Lines)));
    }

    [Fact]
    public void A_broker_keeps_failures_and_state_itself()
    {
        var options = new PipelineOptions { Broker = new MemoryBroker(new MemoryFailureStore()), Failures = new MemoryFailureStore(), State = new MemoryStateStore() };
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(options, static p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(new ListOutput())));
        Assert.Equal(2, refused.Complaints.Count(static complaint => complaint.Contains("a broker keeps", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bot_that_remembers_is_not_stateless()
    {
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(static p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Expert(new Learner { Kind = BotConcurrency.Stateless }).Output(new ListOutput())));
        Assert.Contains("must not be Stateless", Assert.Single(refused.Complaints), StringComparison.Ordinal);
    }

    private sealed class Learner : Expert
    {
        private readonly StateKeys _seen;

        public Learner() => _seen = State.Keys("seen");

        public List<string> Learned { get; } = [];

        public Action<string>? OnLearned { get; init; }

        public BotConcurrency Kind { get; init; } = BotConcurrency.Single;

        public override BotConcurrency Concurrency => Kind;

        public override Verdict Process(Event message)
        {
            string line = message["extra.line"].ToString();
            if (!_seen.TryAdd(System.Text.Encoding.UTF8.GetBytes(line), null))
                return Verdict.Drop;
            Learned.Add(line);
            OnLearned?.Invoke(line);
            return Verdict.Keep;
        }
    }

    private sealed class GoneStore : IFailureStore
    {
        public int Times { get; set; }

        public Action? OnAdd { get; init; }

        public ValueTask AddAsync(IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
        {
            OnAdd?.Invoke();
            return failures.Count > 0 && Times-- > 0 ? throw new IOException("The disk is full.") : ValueTask.CompletedTask;
        }

        public async IAsyncEnumerable<StoredFailure> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }

        public ValueTask RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class EndlessCollector() : Collector(new CollectorOptions())
    {
        public override async IAsyncEnumerable<CollectedReport> CollectAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return new CollectedReport(NewReport("a"u8.ToArray()));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
