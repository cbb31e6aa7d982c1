using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Http;
using IntelMQ.Pipelines;
using IntelMQ.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Core.Tests.Pipelines;

public sealed class AddIntelMQTests
{
    [Fact]
    public async Task The_container_gives_a_pipeline_whose_bots_get_its_services()
    {
        var output = new ListOutput();
        var time = new InstantTime();
        var log = new ListLog();
        BotServices? given = null;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<ILoggerFactory>(log);
        services.AddIntelMQ(p =>
        {
            p.Options.Id = "example";
            p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(output);
        });
        await using ServiceProvider provider = services.BuildServiceProvider();

        Pipeline pipeline = provider.GetRequiredService<Pipeline>();
        await pipeline.RunAsync(CancellationToken.None);

        Assert.Same(pipeline, provider.GetRequiredService<Pipeline>());
        Assert.Equal("example", pipeline.Id);
        Assert.Single(output.Events);
        Assert.Same(time, given!.Time);
        Assert.IsType<PrintableLogs>(given.Logs);
        Assert.NotEmpty(log.Lines);
    }

    [Fact]
    public async Task Bots_use_the_hosts_handlers_and_each_request_the_one_of_its_time()
    {
        BotServices? given = null;
        var sent = new List<string>();
        string current = "first";
        var services = new ServiceCollection();
        services.AddIntelMQHttp((provider, settings) => new AnsweringHandler($"{current} {provider.GetRequiredService<ListLog>().Lines.Count} {settings.VerifiesCertificates}", sent));
        services.AddSingleton(new ListLog());
#pragma warning disable RS0030 // The container's own, as a host makes it.
        services.AddSingleton(new HttpClient(new AnsweringHandler("the container's client", sent)));
#pragma warning restore RS0030
        services.AddIntelMQ(p => p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<Pipeline>();

        HttpClient client = given!.Http!.ClientFor(new HttpConnectionSettings());
        using HttpResponseMessage one = await client.GetAsync(new Uri("https://example.com/"));
        current = "second";
        using HttpResponseMessage two = await client.GetAsync(new Uri("https://example.com/"));
        Assert.Same(client, given.Http!.ClientFor(new HttpConnectionSettings()));
        Assert.Equal(["first 0 True", "second 0 True"], sent);
    }

    [Fact]
    public async Task A_client_in_the_container_is_not_taken_for_the_bots_own()
    {
        BotServices? given = null;
        var services = new ServiceCollection();
#pragma warning disable RS0030 // As above.
        using var client = new HttpClient(new AnsweringHandler("", []));
#pragma warning restore RS0030
        services.AddSingleton(client);
        services.AddIntelMQ(p => p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<Pipeline>();
        Assert.NotSame(client, given!.Http!.ClientFor(new HttpConnectionSettings()));
    }

    [Fact]
    public void Handlers_are_registered_once()
    {
        ServiceCollection services = [];
        services.AddIntelMQHttp((_, _) => new AnsweringHandler("", []));
        Assert.Throws<InvalidOperationException>(() => services.AddIntelMQHttp((_, _) => new AnsweringHandler("", [])));
    }

    [Fact]
    public async Task Several_pipelines_have_a_name_each()
    {
        var first = new ListOutput();
        var second = new ListOutput();
        var services = new ServiceCollection();
        services.AddIntelMQ("first", p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(first));
        services.AddIntelMQ("second", (_, p) => p.Collect(new ListCollector("b")).Parse(new LineParser()).Output(second));
        services.AddIntelMQ(static p => p.Collect(new ListCollector("c")).Parse(new LineParser()).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(["first", "second"], provider.GetKeyedServices<Pipeline>(KeyedService.AnyKey).Select(static pipeline => pipeline.Id).Order(StringComparer.Ordinal));
        Assert.Equal("intelmq", provider.GetRequiredService<Pipeline>().Id);
        await provider.GetRequiredKeyedService<Pipeline>("second").RunAsync(CancellationToken.None);
        Assert.Equal(["b"], second.Lines);
        Assert.Empty(first.Events);
    }

    [Fact]
    public void A_second_pipeline_under_one_name_is_refused_when_it_is_registered()
    {
        var services = new ServiceCollection();
        services.AddIntelMQ(static _ => { });
        services.AddIntelMQ("feeds", static _ => { });
        Assert.StartsWith("A pipeline is registered already", Assert.Throws<InvalidOperationException>(() => services.AddIntelMQ(static _ => { })).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "A pipeline with the name 'feeds' is registered already",
            Assert.Throws<InvalidOperationException>(() => services.AddIntelMQ("feeds", new PipelineDefinition(), [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipeline_gets_what_is_registered_under_its_name_before_what_all_get()
    {
        var own = new MemoryFailureStore();
        var common = new MemoryFailureStore();
        var time = new InstantTime();
        BotServices? given = null;
        var services = new ServiceCollection();
        services.AddSingleton<IFailureStore>(common);
        services.AddKeyedSingleton<IFailureStore>("first", own);
        services.AddKeyedSingleton("first", new BotServices { Time = time });
        services.AddIntelMQ("first", p => p.Collect(new ListCollector("a")).Parse(provided => { given = provided; return new LineParser(); }).Output(new ListOutput()));
        services.AddIntelMQ("second", static p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(new ListOutput()));
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(own, provider.GetRequiredKeyedService<Pipeline>("first").Failures);
        Assert.Same(common, provider.GetRequiredKeyedService<Pipeline>("second").Failures);
        Assert.Same(time, given!.Time);
    }

    [Fact]
    public async Task Two_pipelines_on_one_broker_need_bots_with_different_ids()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IBroker>(new MemoryBroker(new MemoryFailureStore()));
        services.AddIntelMQ("first", static p => p.Collect(new ListCollector("a")).Parse(new LineParser()).Output(new ListOutput()));
        services.AddIntelMQ("second", static p => p.Collect(new ListCollector("a"), new BotSetup { Id = "mine" }).Parse(new LineParser()).Output(new ListOutput(), new BotSetup { Id = "sink" }));
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<Pipeline>("first");
        PipelineConfigurationException refused = Assert.Throws<PipelineConfigurationException>(() => provider.GetRequiredKeyedService<Pipeline>("second"));
        Assert.Equal("line-parser: the pipeline first has a bot with this id on the same broker; give it another, or each pipeline a broker of its own.", Assert.Single(refused.Complaints));
    }

    [Fact]
    public async Task A_definition_may_be_registered_and_its_id_counts_more_than_the_name()
    {
        var services = new ServiceCollection();
        BotDescriptor[] bots =
        [
            BotDescriptor.For<ListCollector, NoOptions>("m.collector", BotKind.Collector, "A sample.", static (_, _) => new ListCollector("a")),
            BotDescriptor.For<LineParser, NoOptions>("m.parser", BotKind.Parser, "A sample.", static (_, _) => new LineParser()),
            BotDescriptor.For<ListOutput, NoOptions>("m.output", BotKind.Output, "A sample.", static (_, _) => new ListOutput()),
        ];
        var definition = new PipelineDefinition
        {
            Bots =
            [
                new BotDefinition { Id = "c", Module = "m.collector", Destinations = [new(BotPath.Default, "p")] },
                new BotDefinition { Id = "p", Module = "m.parser", Destinations = [new(BotPath.Default, "o")] },
                new BotDefinition { Id = "o", Module = "m.output" },
            ],
        };
        services.AddIntelMQ("first", definition, bots);
        services.AddIntelMQ("second", definition with { Id = "mine" }, bots);
        services.AddIntelMQ(definition, bots);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("first", provider.GetRequiredKeyedService<Pipeline>("first").Id);
        Assert.Equal("mine", provider.GetRequiredKeyedService<Pipeline>("second").Id);
        Assert.Equal(definition, provider.GetRequiredService<Pipeline>().Definition);
    }

    private sealed class AnsweringHandler(string name, List<string> sent) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sent.Add(name);
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
