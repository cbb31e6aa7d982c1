using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Tests.Mistakes;

/// <summary>What somebody gets wrong while putting a pipeline together, and what the packages answer.</summary>
public sealed class PipelineMistakesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public Task Nothing_in_it() => IsRefusedAsync(
        static _ => { },
        "The pipeline has no bots; begin with a collector: p => p.Collect(...).Parse(...).Output(...).");

    [Fact]
    public Task No_parser() => IsRefusedAsync(
        p => p.Collect(Collector()).Output(Output()),
        "file-output: takes events, but file-collector sends reports; put a parser between them.");

    [Fact]
    public Task No_output() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(Parser()),
        "feodo-tracker-parser: sends to no bot, so what it makes would be lost; connect an output.");

    [Fact]
    public Task A_bot_that_nothing_reaches() => IsRefusedAsync(
        p =>
        {
            p.Collect(Collector()).Parse(Parser()).Output(Output());
            p.Add(new TaxonomyExpert()).Output(new FileOutput(new FileOutputOptions { File = _folder.Of("other.jsonl") }));
        },
        "taxonomy-expert: no bot sends to it; connect it behind another bot, or leave it out.");

    [Fact]
    public Task A_path_that_the_bot_has_not() => IsRefusedAsync(
        p =>
        {
            PipelineNode filter = p.Collect(Collector()).Parse(Parser())
                .Expert(new FilterExpert(new FilterExpertOptions { NotBefore = "1 day" }));
            filter.Output(Output());
            filter.To("filter_matched").Output(new FileOutput(new FileOutputOptions { File = _folder.Of("other.jsonl") }));
        },
        "filter-expert: has no path filter_matched; it has _default, filter_match, filter_no_match, action_other, _on_error.");

    [Fact]
    public Task A_circle() => IsRefusedAsync(
        p =>
        {
            PipelineNode first = p.Collect(Collector()).Parse(Parser()).Expert(new TaxonomyExpert());
            first.Expert(new Url2FqdnExpert(new())).ConnectTo(first);
        },
        "These bots send to each other in a circle, or are behind one: taxonomy-expert, url2-fqdn-expert.");

    [Fact]
    public Task Two_bots_with_one_id() => IsRefusedAsync(
        p => p.Collect(Collector(), new BotSetup { Id = "feodo" }).Parse(Parser(), new BotSetup { Id = "feodo" }).Output(Output()),
        "feodo: two bots have this id.");

    [Fact]
    public Task One_object_in_two_places() => IsRefusedAsync(
        p =>
        {
            FileOutput output = Output();
            p.Collect(Collector()).Parse(Parser()).Output(output);
            p.Collect(Collector()).Parse(Parser()).Output(output);
        },
        "file-output-2: the same object is already file-output; connect to that, or make another.");

    [Fact]
    public Task Several_instances_of_a_bot_that_must_be_one() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(Parser()).Expert(new ThresholdExpert(new()), new BotSetup { Instances = 2 }).Output(Output()),
        "threshold-expert: only one instance of a ThresholdExpert may run, not 2.");

    [Fact]
    public Task A_folder_that_is_not_there() => IsRefusedAsync(
        p => p.Collect(new FileCollector(new() { Path = _folder.Of("nowhere") })).Parse(Parser()).Output(Output()),
        $"file-collector: path cannot be '{_folder.Of("nowhere")}': it is not a folder.");

    [Fact]
    public Task No_schema_file() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(new ShadowserverParser(new() { SchemaFile = _folder.Of("schema.json") })).Output(Output()),
        $"shadowserver-parser: There is no Shadowserver schema at {_folder.Of("schema.json")}: download it from Shadowserver and name it by schema_file.");

    [Fact]
    public Task No_database() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(Parser()).Expert(new MaxmindGeoipExpert(new() { Database = _folder.Of("city.mmdb") })).Output(Output()),
        $"maxmind-geoip-expert: database is '{_folder.Of("city.mmdb")}', but there is no such file: fetch a MaxMind DB of cities such as GeoLite2-City.");

    [Fact]
    public Task No_http_client_for_a_bot_that_asks_a_service() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(Parser()).Expert(static services => new RipeExpert(new(), services)).Output(Output()),
        "ripe-expert: this bot speaks HTTP, but the host hands it no connections: set BotServices.Http.");

    [Fact]
    public Task A_rule_file_that_is_not_understood_and_nothing_that_only_follows_from_it()
    {
        File.WriteAllText(_folder.Of("rules.sieve"), "if source.ip << '192.0.2.0/24' {\n  dorp\n}\n");
        return IsRefusedAsync(
            p => p.Collect(Collector()).Parse(Parser()).Expert(services => new SieveExpert(new() { File = _folder.Of("rules.sieve") }, services)).Output(Output()),
            $"intelmq.bots.experts.sieve.expert: {_folder.Of("rules.sieve")}, line 2, column 3: 'dorp' is no statement: if, drop, keep, path, add, add!, update, remove, append, append! or a variable.");
    }

    [Fact]
    public Task A_map_with_fields_that_the_schema_lacks() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(new WronglyMappedParser()).Output(Output()),
        "wrongly-mapped-parser: the map of WronglyMappedParser names 'my.field', which is not a field of the schema. Fields of your own: Schema.With, or a name below extra.",
        "wrongly-mapped-parser: the map of WronglyMappedParser names 'source.ipp', which is not a field of the schema. Did you mean 'source.ip'? Fields of your own: Schema.With, or a name below extra.",
        "wrongly-mapped-parser: the map of WronglyMappedParser is wrong: the constant 'botnet' cannot stand in classification.type: it is not a classification type.");

    [Fact]
    public Task A_default_field_that_the_schema_lacks() => IsRefusedAsync(
        p => p.Collect(Collector()).Parse(new FeodoTrackerParser(new() { DefaultFields = { ["clasification.type"] = "scanner" } })).Output(Output()),
        "feodo-tracker-parser: default_fields names 'clasification.type', which is not a field of the schema. Did you mean 'classification.type'?");

    [Fact]
    public async Task A_pipeline_that_is_disposed()
    {
        Pipeline pipeline = Pipeline.Create(p => p.Collect(Collector()).Parse(Parser()).Output(Output()));
        await pipeline.DisposeAsync();
        ObjectDisposedException thrown = await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.RunAsync(default));
        Assert.StartsWith("The pipeline intelmq has been disposed, and its bots with it; create another to run again.", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task IsRefusedAsync(Action<PipelineBuilder> build, params string[] complaints)
    {
        PipelineConfigurationException thrown = await Assert.ThrowsAsync<PipelineConfigurationException>(async () =>
        {
            await using Pipeline pipeline = Pipeline.Create(build);
            await pipeline.RunAsync(default);
        });
        Assert.Equal(complaints, thrown.Complaints);
    }

    private static FeodoTrackerParser Parser() => new(new());

    private FileCollector Collector() => new(new() { Path = _folder.Path });

    private FileOutput Output() => new(new() { File = _folder.Of("events.jsonl") });
}
