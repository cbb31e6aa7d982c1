using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class HostSettingsTests
{
    [Fact]
    public void A_collectors_rate_limit_is_its_interval() => Assert.Equal(TimeSpan.FromSeconds(300), Apply("""{"rate_limit": 300}""", BotKind.Collector).CollectInterval);

    [Theory]
    [InlineData("""{"rate_limit": 0}""", BotKind.Collector, BotRunMode.Continuous)]
    [InlineData("""{"rate_limit": 300}""", BotKind.Parser, BotRunMode.Continuous)]
    [InlineData("""{"rate_limit": 300}""", BotKind.Collector, BotRunMode.Scheduled)]
    [InlineData("""{"rate_limit": "often"}""", BotKind.Collector, BotRunMode.Continuous)]
    [InlineData("""{"rate_limit": "NaN"}""", BotKind.Collector, BotRunMode.Continuous)]
    public void Others_have_none(string parameters, BotKind kind, BotRunMode mode) => Assert.Null(Apply(parameters, kind, mode: mode).CollectInterval);

    [Fact]
    public void An_interval_is_never_longer_than_timers_can_wait()
        => Assert.Equal(PipelineOptions.LongestWait, Apply("""{"rate_limit": 1e300}""", BotKind.Collector).CollectInterval);

    [Fact]
    public void Retries_are_those_of_IntelMQ_all_after_one_delay()
    {
        Assert.Equal(
            new RetryPolicy { MaxRetries = 5, Delay = TimeSpan.FromSeconds(2), Factor = 1, MaxDelay = TimeSpan.FromSeconds(2) },
            Apply("""{"error_max_retries": "5", "error_retry_delay": 2}""", BotKind.Parser).Retry);
        Assert.Equal(TimeSpan.FromSeconds(15), Apply("""{"error_max_retries": 5}""", BotKind.Parser).Retry!.Delay);
        Assert.Equal(3, Apply("""{"error_retry_delay": 5}""", BotKind.Parser).Retry!.MaxRetries);
        Assert.Null(Apply("{}", BotKind.Parser).Retry);
    }

    [Theory]
    [InlineData(4, BotKind.Expert, BotConcurrency.PerInstance, 4)]
    [InlineData(4, BotKind.Expert, BotConcurrency.Single, 1)]
    [InlineData(4, BotKind.Collector, BotConcurrency.PerInstance, 1)]
    [InlineData(0, BotKind.Expert, BotConcurrency.PerInstance, 1)]
    public void Threads_are_instances_of_bots_that_may_have_several(int threads, BotKind kind, BotConcurrency concurrency, int instances)
        => Assert.Equal(instances, Apply($$"""{"instances_threads": {{threads}}}""", kind, concurrency).Instances);

    [Fact]
    public void What_the_definition_itself_says_counts_more()
    {
        var bot = new BotDefinition { Id = "x", CollectInterval = TimeSpan.FromHours(1), Retry = RetryPolicy.None, Instances = 2 };
        BotDefinition applied = HostSettings.Apply(
            bot,
            BotKind.Collector,
            BotConcurrency.PerInstance,
            ParameterValues.Parse("""{"rate_limit": 5, "error_max_retries": 5, "instances_threads": 4}""", ParameterSource.IntelMQ));
        Assert.Equal(bot, applied);
    }

    [Theory]
    [InlineData("""{"load_balance": true}""", ParameterSource.IntelMQ, true)]
    [InlineData("""{"load_balance": "True"}""", ParameterSource.IntelMQ, true)]
    [InlineData("""{"load_balance": false}""", ParameterSource.IntelMQ, false)]
    [InlineData("{}", ParameterSource.IntelMQ, false)]
    [InlineData("""{"load_balance": true}""", ParameterSource.Configuration, false)]
    public void Receivers_take_turns_where_IntelMQs_parameter_says_so(string parameters, ParameterSource source, bool isBalanced)
        => Assert.Equal(isBalanced, HostSettings.IsBalanced(ParameterValues.Parse(parameters, source)));

    [Fact]
    public void In_our_own_form_these_parameters_say_nothing()
    {
        var bot = new BotDefinition { Id = "x" };
        Assert.Same(bot, HostSettings.Apply(bot, BotKind.Collector, BotConcurrency.PerInstance, ParameterValues.Parse("""{"rate_limit": 5}""")));
    }

    [Fact]
    public void A_collector_that_a_schedule_runs_has_no_interval_of_the_pipeline()
    {
        var options = new PipelineOptions { CollectInterval = TimeSpan.FromHours(1) };
        Assert.Equal(TimeSpan.FromHours(1), HostSettings.IntervalOf(new BotDefinition { Id = "x" }, options));
        Assert.Null(HostSettings.IntervalOf(new BotDefinition { Id = "x", RunMode = BotRunMode.Scheduled }, options));
        Assert.Null(HostSettings.IntervalOf(new BotDefinition { Id = "x", Cron = "0 4 * * *" }, options));
    }

    private static BotDefinition Apply(string parameters, BotKind kind, BotConcurrency concurrency = BotConcurrency.PerInstance, BotRunMode mode = BotRunMode.Continuous)
        => HostSettings.Apply(new BotDefinition { Id = "x", RunMode = mode }, kind, concurrency, ParameterValues.Parse(parameters, ParameterSource.IntelMQ));
}
