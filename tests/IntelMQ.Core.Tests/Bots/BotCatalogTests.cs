using IntelMQ.Bots;
using IntelMQ.Core.Tests.Pipelines;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Bots;

public sealed class BotCatalogTests
{
    private static readonly BotDescriptor Collector = Bot("sample.collector").With(["sample.old_collector"], isRetired: false);
    private static readonly BotDescriptor Other = Bot("a.collector");

    [Fact]
    public void Bots_are_found_by_their_path_and_by_earlier_ones()
    {
        BotCatalog catalogue = new BotCatalog().Add(Collector).Add([Other]);
        Assert.Equal([Other, Collector], catalogue.All);
        Assert.Equal([Other, Collector], catalogue);
        Assert.Equal(2, catalogue.Count);
        Assert.Same(Collector, catalogue.Get("sample.collector"));
        Assert.Same(Collector, catalogue.Get("sample.old_collector"));
        Assert.False(catalogue.TryGet("sample", out _));
    }

    [Fact]
    public void The_same_bots_may_be_added_twice() => Assert.Single(new BotCatalog().Add(Collector).Add(Collector));

    [Theory]
    [InlineData("sample.collector")]
    [InlineData("sample.old_collector")]
    public void A_second_bot_under_a_path_is_refused_with_all_that_came_with_it(string path)
    {
        BotCatalog catalogue = new BotCatalog().Add(Collector);
        string message = Assert.Throws<ArgumentException>(() => catalogue.Add(Other, Bot(path))).Message;
        Assert.StartsWith($"Two bots have the module path {path}: {typeof(ListCollector)} and {typeof(ListCollector)}.", message, StringComparison.Ordinal);
        Assert.Single(catalogue);
    }

    [Fact]
    public void Two_bots_that_come_together_cannot_have_one_path_either()
        => Assert.Throws<ArgumentException>(() => new BotCatalog().Add(Bot("x.y").With(["a.collector"], isRetired: false), Other));

    [Theory]
    [InlineData("sample.colector", "; did you mean 'sample.collector'?")]
    [InlineData("old_coll", "; did you mean 'sample.old_collector'?")]
    [InlineData("collector", "; did you mean 'a.collector'?")]
    [InlineData("lector", "; bots are named by their whole module path: a.collector, sample.collector, sample.old_collector.")]
    [InlineData("nothing like it", ".")]
    [InlineData("intelmq.bots.parsers.dyn.parser", " in the catalogue: it is in the package IntelMQ.Bots. Reference that, and add StandardBots.All to the catalogue.")]
    [InlineData("intelmq.bots.outputs.smtp.output", " in the catalogue: it is in the package IntelMQ.Mail. Reference that, and add MailBots.All to the catalogue.")]
    [InlineData("intelmq.bots.collectors.twitter.collector_twitter", " here, though IntelMQ has it: its service closed the interface that it asked, and IntelMQ 3.4 removed it.")]
    [InlineData("intelmq.bots.outputs.smpt.output", "; did you mean 'intelmq.bots.outputs.smtp.output'? There is none in the catalogue: it is in the package IntelMQ.Mail. Reference that, and add MailBots.All to the catalogue.")]
    public async Task What_there_is_not_is_answered_alike_by_the_catalogue_and_by_the_check(string module, string answer)
    {
        BotCatalog catalogue = new BotCatalog().Add(Collector).Add(Other);
        Assert.StartsWith($"There is no bot '{module}'{answer}", Assert.Throws<ArgumentException>(() => catalogue.Get(module)).Message, StringComparison.Ordinal);
        IReadOnlyList<PipelineComplaint> complaints = await new PipelineDefinition { Bots = [new BotDefinition { Id = "b", Module = module }] }.CheckAsync(catalogue, new PipelineOptions());
        Assert.Equal($"there is no bot '{module}'{answer}", Assert.Single(complaints).Message);
    }

    [Fact]
    public async Task A_definition_may_name_a_bot_by_an_earlier_path()
    {
        var definition = new PipelineDefinition { Bots = [new BotDefinition { Id = "b", Module = "sample.old_collector" }] };
        Assert.DoesNotContain(await definition.CheckAsync([Collector], new PipelineOptions()), static complaint => complaint.Message.Contains("there is no bot", StringComparison.Ordinal));
    }

    [Fact]
    public void All_modules_of_IntelMQ_have_a_place_or_a_reason()
    {
        Assert.Equal(141, IntelMQModules.All.Count);
        Assert.All(IntelMQModules.All, static module => Assert.EndsWith(".", IntelMQModules.Explain(module, static _ => false)!, StringComparison.Ordinal));
    }

    private static BotDescriptor Bot(string module)
        => BotDescriptor.For<ListCollector, NoOptions>(module, BotKind.Collector, "A sample.", static (_, _) => new ListCollector("a"));
}
