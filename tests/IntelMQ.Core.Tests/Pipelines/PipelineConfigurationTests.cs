using IntelMQ.Bots;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class PipelineConfigurationTests
{
    [Fact]
    public void The_schema_of_the_pipeline_is_that_of_its_bots_wherever_it_is_set()
    {
        Schema schema = Schema.Default.With(new FieldDefinition("my.field", IntelMQ.Harmonization.HarmonizationTypes.String, "Ours."));
        foreach (PipelineOptions options in (PipelineOptions[])[new() { Schema = schema }, new() { Services = new BotServices { Schema = schema } }])
        {
            var collector = new ListCollector();
            BotServices? given = null;
            Pipeline.Create(options, p => p.Collect(collector).Parse(services => { given = services; return new LineParser(); }).Output(new ListOutput()));
            Assert.Same(schema, given!.Schema);
            Assert.Same(schema, collector.Schema);
        }
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        IReadOnlyList<string> complaints = Complaints(p =>
        {
            p.Options.BatchSize = 0;
            PipelineNode parser = p.Collect(new ListCollector(), new BotSetup { Id = "same" }).Parse(new LineParser(), new BotSetup { Id = "same" });
            parser.Expert(Keep(), new BotSetup { Id = "no good" }).Output(new ListOutput());
            parser.Expert(new FunctionExpert(static _ => Verdict.Keep) { DeclaredPaths = [new BotPath("match", true)] }, new BotSetup { Id = "filter" }).Output(new ListOutput());
            parser.Expert(new FunctionExpert(static _ => Verdict.Keep) { Kind = BotConcurrency.Single }, new BotSetup { Id = "single", Instances = 2 }).Output(new ListOutput());
            parser.Expert(Keep(), new BotSetup { Id = "end" });
            parser.To("nowhere").Output(new ListOutput(), new BotSetup { Id = "follows" });
            p.Add(new ListOutput(), new BotSetup { Id = "lost" });
        });

        Assert.Contains("The capacity of queues and the size of batches must be at least 1.", complaints);
        Assert.Contains("same: two bots have this id.", complaints);
        Assert.Contains("no good: an id consists of letters, digits, hyphens, underscores and dots, with a letter or digit first, and at most 200 of them.", complaints);
        Assert.Contains("filter: nothing is connected to its path match.", complaints);
        Assert.Contains("single: only one instance of a FunctionExpert may run, not 2.", complaints);
        Assert.Contains("end: sends to no bot, so what it makes would be lost; connect an output.", complaints);
        Assert.Contains("same: has no path nowhere; it has _default, _on_error.", complaints);
        Assert.Contains("lost: no bot sends to it; connect it behind another bot, or leave it out.", complaints);
        Assert.DoesNotContain(complaints, static complaint => complaint.StartsWith("follows:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_circle_is_refused()
    {
        IReadOnlyList<string> complaints = Complaints(static p =>
        {
            PipelineNode first = p.Collect(new ListCollector()).Parse(new LineParser()).Expert(Keep(), new BotSetup { Id = "first" });
            PipelineNode second = first.Expert(Keep(), new BotSetup { Id = "second" });
            second.Output(new ListOutput(), new BotSetup { Id = "behind" });
            second.ConnectTo(first);
        });

        Assert.Equal("These bots send to each other in a circle, or are behind one: first, second, behind.", Assert.Single(complaints));
    }

    [Fact]
    public void Bots_get_the_messages_they_take()
    {
        IReadOnlyList<string> complaints = Complaints(static p =>
        {
            PipelineNode collector = p.Collect(new ListCollector(), new BotSetup { Id = "collector" });
            collector.Output(new ListOutput(), new BotSetup { Id = "output" }).Output(new ListOutput());
            collector.Parse(new LineParser(), new BotSetup { Id = "parser" }).Parse(new LineParser(), new BotSetup { Id = "second" }).ConnectTo(collector);
        });

        Assert.Contains("output: takes events, but collector sends reports; put a parser between them.", complaints);
        Assert.Contains("output: an output sends nothing on, except along _on_error.", complaints);
        Assert.Contains("second: takes reports, but parser sends events.", complaints);
        Assert.Contains("collector: a collector gets nothing from other bots.", complaints);
    }

    [Fact]
    public void Instances_need_objects_of_their_own()
    {
        var parser = new LineParser();
        IReadOnlyList<string> complaints = Complaints(p =>
        {
            PipelineNode collector = p.Collect(new ListCollector());
            collector.Parse(new LineParser(), new BotSetup { Id = "one", Instances = 2 }).Output(new ListOutput());
            collector.Parse(() => parser, new BotSetup { Id = "two", Instances = 2 }).Output(new ListOutput());
            collector.Parse(parser, new BotSetup { Id = "three", IsOrdered = true, PartitionBy = IntelMQ.Schemas.Fields.Source.Ip }).Output(new ListOutput());
        });

        Assert.Contains("one: each of the 2 instances needs an object of its own; give a factory.", complaints);
        Assert.Contains("two: the factory gives the same object twice.", complaints);
        Assert.Contains("three: the same object is already two; connect to that, or make another.", complaints);
        Assert.Contains("three: instances either keep the order of all messages or split them by a field, not both.", complaints);
    }

    [Fact]
    public void Factories_that_throw_are_complaints()
    {
        IReadOnlyList<string> complaints = Complaints(static p =>
        {
            p.Collect(static _ => throw new BotConfigurationException("x", ["a is wrong.", "b is wrong."]), new BotSetup { Id = "mine" })
                .Parse(static _ => throw new InvalidOperationException("Out of order."), new BotSetup { Id = "yours" })
                .Expert(static _ => new ListOutput(), new BotSetup { Id = "theirs" });
        });

        Assert.Contains("mine: a is wrong.", complaints);
        Assert.Contains("mine: b is wrong.", complaints);
        Assert.Contains("yours: cannot be made: Out of order.", complaints);
        Assert.Contains("theirs: a ListOutput cannot stand there.", complaints);
    }

    [Fact]
    public void A_pipeline_without_bots_is_refused()
        => Assert.StartsWith("The pipeline has no bots; begin with a collector", Assert.Single(Complaints(static _ => { })), StringComparison.Ordinal);

    [Fact]
    public async Task Bots_that_cannot_start_are_reported_together()
    {
        await using Pipeline pipeline = Pipeline.Create(static p =>
            p.Collect(new ListCollector("a")).Parse(new LineParser()).Expert(new Unready(), new BotSetup { Id = "one" }).Expert(new Unready(), new BotSetup { Id = "two" }).Output(new ListOutput()));

        var exception = await Assert.ThrowsAsync<PipelineConfigurationException>(() => pipeline.RunAsync(CancellationToken.None));

        Assert.Equal(["one: The file is missing.", "two: The file is missing."], exception.Complaints);
    }

    private static FunctionExpert Keep() => new(static _ => Verdict.Keep);

    private static IReadOnlyList<string> Complaints(Action<PipelineBuilder> build)
        => Assert.Throws<PipelineConfigurationException>(() => Pipeline.Create(build)).Complaints;

    private sealed class Unready : Expert
    {
        public override ValueTask StartAsync(CancellationToken cancellationToken) => throw new BotConfigurationException("x", ["The file is missing."]);

        public override Verdict Process(IntelMQ.Messages.Event message) => Verdict.Keep;
    }
}
