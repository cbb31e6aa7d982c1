using IntelMQ.Bots;
using IntelMQ.Hosting.Configuration;
using IntelMQ.Pipelines;

namespace IntelMQ.Hosting.Tests.Configuration;

public sealed class RuntimeConfigurationTests
{
    private const string Files = """
        global:
          rate_limit: 4
          http_proxy: http://proxy.example.com
        file-collector:
          module: intelmq.bots.collectors.file.collector_file
          group: Collector
          enabled: false
          parameters:
            path: in/
            rate_limit: 7
            destination_queues: csv-parser-queue second-queue
        csv-parser:
          module: intelmq.bots.parsers.generic.parser_csv
          group: Parser
          run_mode:
          surprise: 1
          parameters:
            columns: [source.ip]
            http_proxy: null
            destination_queues: {_default: file-output-queue, _on_error: [errors-queue]}
        file-output:
          module: intelmq.bots.outputs.file.output
          group: Output
          parameters:
            source_queue: events
            file: out.jsonl
        """;

    [Fact]
    public void Times_of_the_calendar_stand_beside_the_module()
    {
        RuntimeConfiguration configuration = Parse(Files.Replace("  enabled: false\n", "  enabled: true\n  cron: \"15 4 * * *\"\n  cron_zone: Europe/Vienna\n  cron_jitter: \"00:10:00\"\n", StringComparison.Ordinal));
        Assert.Empty(configuration.Bots[0].IgnoredSettings);
        PipelineDefinition definition = configuration.ToDefinition(new BotCatalog());
        BotDefinition bot = definition.Bots.Single(static bot => bot.Id == "file-collector");
        Assert.Equal(("15 4 * * *", "Europe/Vienna", TimeSpan.FromMinutes(10)), (bot.Cron, bot.CronZone, bot.CronJitter!.Value));
        Assert.DoesNotContain(definition.Complaints, static complaint => complaint.Bot == "file-collector" && complaint.Message.Contains("cron", StringComparison.Ordinal));
    }

    [Fact]
    public void The_environment_counts_more_than_a_bot_and_a_bot_more_than_all()
    {
        RuntimeConfiguration configuration = Parse(Files, ("INTELMQ_HTTP_PROXY", "http://other.example.com"));
        Assert.Equal("7", configuration.Bots[0].Parameter("rate_limit")!.Text);
        Assert.Equal("4", configuration.Bots[1].Parameter("rate_limit")!.Text);
        Assert.All(configuration.Bots, static bot => Assert.Equal("http://other.example.com", bot.Parameter("http_proxy")!.Text));
        Assert.Equal(DocumentKind.Null, Parse(Files).Bots[1].Parameter("http_proxy")!.Kind);
    }

    [Theory]
    [InlineData("True", "true")]
    [InlineData("False", "false")]
    [InlineData("true", "\"true\"")]
    [InlineData("007", "7")]
    [InlineData("-3", "\"-3\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("", "\"\"")]
    [InlineData("99999999999999999999", "\"99999999999999999999\"")]
    public void A_variable_is_read_by_IntelMQs_rule(string value, string json)
        => Assert.Equal(json, Parse(Files, ("INTELMQ_X_ANY", value)).Parameter("x_any")!.ToJson().GetRawText());

    [Fact]
    public void Variables_that_choose_folders_are_no_parameters()
        => Assert.Empty(Parse(Files, ("INTELMQ_ROOT_DIR", "/srv"), ("OTHER", "x"), ("INTELMQ_", "x")).Environment);

    [Fact]
    public void Destinations_have_IntelMQs_three_forms()
    {
        RuntimeConfiguration configuration = Parse(Files);
        Assert.Equal([("_default", "csv-parser-queue second-queue")], configuration.Bots[0].Destinations.Select(static path => (path.Path, string.Join(' ', path.Queues))));
        Assert.Equal([("_default", "file-output-queue"), ("_on_error", "errors-queue")], configuration.Bots[1].Destinations.Select(static path => (path.Path, string.Join(' ', path.Queues))));
        Assert.Equal("events", configuration.Bots[2].SourceQueue);
    }

    [Fact]
    public void Settings_that_are_passed_over_are_named()
    {
        Assert.Equal(["enabled"], Parse(Files).Bots[0].IgnoredSettings);
        Assert.Equal(["run_mode", "surprise"], Parse(Files).Bots[1].IgnoredSettings);
        Assert.False(Parse(Files).Bots[0].IsEnabled);
        Assert.True(Parse(Files).Bots[1].IsEnabled);
    }

    [Fact]
    public void Queues_that_nobody_of_the_files_reads_keep_the_names_that_are_written()
    {
        PipelineDefinition definition = RuntimeConfiguration.Parse(
            "x: {module: intelmq.bots.experts.taxonomy.expert, parameters: {destination_queues: {_default: [q-a, b-queue, errors]}}}", "runtime.yaml", new Dictionary<string, string>()).ToDefinition(StandardBots.All);
        Assert.Equal(["b-queue", "errors", "q-a"], definition.Find("x")!.Destinations.Select(destination => definition.Find(destination.BotId)!.Queue.Value).Order());
    }

    [Fact]
    public void Queues_that_nobody_of_the_files_reads_are_foreign_and_told_of()
    {
        PipelineDefinition definition = Parse(Files).ToDefinition(StandardBots.All);
        Assert.Equal([("errors", BotKind.Parser), ("second", BotKind.Parser)], definition.Bots.Where(static bot => bot.IsForeign && !bot.Id.EndsWith(".others", StringComparison.Ordinal) && bot.Id != "file-output").Select(static bot => (bot.Id, bot.Group!.Value)).Order());
        Assert.Contains(definition.Complaints, static complaint => complaint is { Bot: "second", IsWarning: true });
    }

    [Theory]
    [InlineData("mycert.bots.experts.special.expert", true)]
    [InlineData("intelmq.bots.outputs.misp.output_feed", true)]
    [InlineData("intelmq.bots.experts.taxonomi.expert", false)]
    public void A_bot_in_Python_is_left_to_run_elsewhere_and_a_slip_of_the_pen_is_not(string module, bool isForeign)
    {
        PipelineDefinition definition = Parse($"x:\n  module: {module}\n  group: Expert\n").ToDefinition(StandardBots.All);
        Assert.Equal(isForeign, definition.Find("x")!.IsForeign);
    }

    [Fact]
    public void A_folder_without_files_says_so()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        PipelineConfigurationException exception = Assert.Throws<PipelineConfigurationException>(() => RuntimeConfiguration.Load(folder, new Dictionary<string, string>()));
        Assert.Contains("runtime.yaml", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/intelmq/etc/")]
    [InlineData("/srv/etc/", "INTELMQ_ROOT_DIR", "/srv")]
    [InlineData("/etc/intelmq/", "INTELMQ_PATHS_NO_OPT", "1")]
    [InlineData("/srv/etc/intelmq/", "INTELMQ_PATHS_NO_OPT", "1", "ROOT_DIR", "/srv")]
    public void Folders_are_where_the_environment_says(string expected, params string[] variables)
        => Assert.Equal(expected, IntelMQPaths.Of(variables.Chunk(2).ToDictionary(static pair => pair[0], static pair => pair[1])).Configuration);

    [Theory]
    [InlineData("intelmq.bots.collectors.file.collector_file", "{}", 300)]
    [InlineData("intelmq.bots.collectors.file.collector_file", "{rate_limit: 5}", 5)]
    [InlineData("intelmq.bots.collectors.tcp.collector", "{}", 1)]
    [InlineData("intelmq.bots.collectors.http.collector_http", "{rate_limit: 0}", 1)]
    public void A_collector_runs_again_after_its_pause(string module, string parameters, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), CollectorIntervals.Of(Parse($"x:\n  module: {module}\n  parameters: {parameters}\n").Bots[0]));

    [Fact]
    public void A_scheduled_collector_runs_once()
        => Assert.Null(CollectorIntervals.Of(Parse("x:\n  module: intelmq.bots.collectors.file.collector_file\n  run_mode: scheduled\n").Bots[0]));

    private static RuntimeConfiguration Parse(string yaml, params (string Name, string Value)[] environment)
        => RuntimeConfiguration.Parse(yaml, "runtime.yaml", environment.ToDictionary(static variable => variable.Name, static variable => variable.Value));
}
