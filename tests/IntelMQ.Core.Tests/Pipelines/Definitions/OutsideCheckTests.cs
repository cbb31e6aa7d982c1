using IntelMQ.Bots;
using IntelMQ.Pipelines;

namespace IntelMQ.Core.Tests.Pipelines.Definitions;

public sealed class OutsideCheckTests : IDisposable
{
    private static readonly BotDescriptor[] Bots =
    [
        BotDescriptor.For<ListCollector, NoOptions>("m.collector", BotKind.Collector, "A sample.", static (_, _) => new ListCollector("a")),
        BotDescriptor.For<LineParser, NoOptions>("m.parser", BotKind.Parser, "A sample.", static (_, _) => new LineParser()),
        BotDescriptor.For<ReachingOutput, ReachingOptions>("m.output", BotKind.Output, "A sample.", static (options, _) => new ReachingOutput(options)),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-test-").FullName;

    private OutsidePolicy Policy => new() { Folders = [Of("feeds")], Hosts = ["feeds.example.com", "usual.example.com"] };

    [Fact]
    public async Task A_definition_is_held_to_what_the_host_allows()
    {
        IReadOnlyList<PipelineComplaint> complaints = await CheckAsync($$"""{"path": "{{Of("other/a")}}", "urls": ["https://feeds.example.com/", "https://192.0.2.1/"]}""", Policy);
        Assert.Equal(
            [
                $"path cannot be '{Of("other/a")}': it is in none of the folders that are allowed here.",
                "urls cannot be 'https://192.0.2.1/': it is no address of a host that is allowed here.",
            ],
            complaints.Select(static complaint => complaint.Message));
        Assert.Equal(["path", "urls"], complaints.Select(static complaint => complaint.Parameter));
        Assert.All(complaints, static complaint => Assert.Equal("o", complaint.Bot));
        Assert.All(complaints, static complaint => Assert.Equal(4, complaint.Place?.Line));

        Assert.Empty(await CheckAsync($$"""{"path": "{{Of("feeds/a")}}", "urls": ["https://feeds.example.com/"]}""", Policy));
    }

    [Fact]
    public async Task Names_of_parameters_in_another_case_hide_nothing()
        => Assert.Equal("path", Assert.Single(await CheckAsync("""{"PATH": "/nowhere"}""", Policy, ParameterSource.Text)).Parameter, ignoreCase: true);

    [Fact]
    public async Task Defaults_are_held_to_it_too()
    {
        PipelineComplaint complaint = Assert.Single(await CheckAsync("{}", Policy with { Hosts = [] }));
        Assert.Equal("urls is not set, and its default 'https://usual.example.com/' is no address of a host that is allowed here.", complaint.Message);
        Assert.Equal(("o", "urls"), (complaint.Bot, complaint.Parameter));
    }

    [Fact]
    public async Task The_parameters_of_all_bots_are_held_to_it()
        => Assert.Equal("path", Assert.Single(await CheckAsync("{}", Policy, global: """{"path": "/nowhere"}""")).Parameter);

    [Fact]
    public async Task Secrets_are_not_looked_for_that_are_not_allowed()
    {
        var secrets = new Secrets();
        PipelineComplaint complaint = Assert.Single(await CheckAsync("""{"token": "${safe:feed}"}""", Policy, secrets: secrets));
        Assert.Equal("token cannot be used: the secret ${safe:feed} is not allowed here.", complaint.Message);
        Assert.Equal("token", complaint.Parameter);
        Assert.Empty(secrets.Asked);

        Assert.Empty(await CheckAsync("""{"token": "${safe:feed}"}""", Policy with { Secrets = ["${safe:feed}"] }, secrets: secrets));
        Assert.NotEmpty(secrets.Asked);
    }

    [Fact]
    public async Task The_hosts_own_secrets_do_not_hide_the_rest()
        => Assert.Equal("path", Assert.Single(await CheckAsync("""{"token": "${safe:feed}", "path": "/nowhere"}""", Policy with { Secrets = ["${safe:feed}"] }, secrets: new Secrets())).Parameter);

    [Fact]
    public async Task A_secret_that_reaches_outside_is_refused_and_not_shown()
        => Assert.Equal(
            "hook cannot be what is given: it is no address of a host that is allowed here.",
            Assert.Single(await CheckAsync("""{"hook": "https://feeds.example.com/key"}""", Policy)).Message);

    [Fact]
    public async Task Options_may_say_what_a_parameter_reaches()
    {
        Assert.NotEmpty(await CheckAsync($$"""{"server": "{{Of("feeds")}}"}""", Policy));
        Assert.Empty(await CheckAsync($$"""{"server": "{{Of("feeds")}}", "is_local": true}""", Policy));
    }

    [Theory]
    [InlineData("enabled", "false")]
    [InlineData("foreign", "true")]
    public async Task Bots_that_do_not_run_yet_are_held_to_it(string setting, string value)
        => Assert.Contains(
            await CheckAsync("""{"path": "/nowhere"}""", Policy, placement: $"\"{setting}\": {value}, \"group\": \"Output\","),
            static complaint => complaint.Parameter == "path");

    [Fact]
    public async Task Without_a_policy_nothing_is_refused()
        => Assert.Empty(await CheckAsync("""{"path": "/nowhere", "urls": ["https://192.0.2.1/"], "token": "${safe:feed}"}""", null, secrets: new Secrets()));

    [Fact]
    public async Task A_definition_from_outside_leaves_bots_alone_that_it_does_not_change()
    {
        PipelineDefinition own = Definition("""{"path": "/the/operators/own"}""");
        await using var pipeline = Pipeline.Create(own, Bots, new PipelineOptions());
        PipelineDefinition renamed = own with { Bots = [.. own.Bots.Select(static bot => bot with { Description = "another" })] };
        DefinitionDiff diff = await pipeline.Control.ApplyAsync(renamed, Policy);
        Assert.Equal(3, diff.Changed.Count);

        BotDefinition output = renamed.Find("o")!;
        PipelineDefinition hostile = renamed with { Bots = [.. renamed.Bots, output with { Id = "o2" }], };
        hostile = hostile with { Bots = [.. hostile.Bots.Select(static bot => bot.Id == "p" ? bot with { Destinations = [.. bot.Destinations, new BotDestination(BotPath.Default, "o2")] } : bot)] };
        PipelineConfigurationException refused = await Assert.ThrowsAsync<PipelineConfigurationException>(() => pipeline.Control.ApplyAsync(hostile, Policy));
        Assert.Contains("o2: path cannot be", Assert.Single(refused.Complaints), StringComparison.Ordinal);

        await Assert.ThrowsAsync<PipelineConfigurationException>(() => pipeline.Control.ApplyAsync(Definition("""{"path": "/nowhere"}"""), Policy));
        await pipeline.Control.RestartAsync(BotSelection.Bot("o"));
        await pipeline.Control.ApplyAsync(hostile);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static PipelineDefinition Definition(string parameters, ParameterSource source = ParameterSource.Configuration, string global = "{}", string placement = "")
        => DefinitionSamples.Read($$"""
            {"global": {{global}}, "bots": {
              "c": {"module": "m.collector", "destinations": "p"},
              "p": {"module": "m.parser", "destinations": "o"},
              "o": {"module": "m.output", {{placement}} "parameter_source": "{{source}}", "parameters": {{parameters}}}
            } }
            """);

    private static ValueTask<IReadOnlyList<PipelineComplaint>> CheckAsync(
        string parameters,
        OutsidePolicy? policy,
        ParameterSource source = ParameterSource.Configuration,
        string global = "{}",
        string placement = "",
        ISecretStore? secrets = null)
    {
        var services = new BotServices { Secrets = secrets ?? SystemSecrets.Instance };
        return Definition(parameters, source, global, placement).CheckAsync(Bots, new PipelineOptions { Outside = policy, Services = services });
    }

    private string Of(string path) => Path.Combine(_folder, path);

    private sealed class Secrets : ISecretStore
    {
        public List<string> Asked { get; } = [];

        public string? Find(string kind, string name, out string? problem)
        {
            problem = null;
            Asked.Add(name);
            return "a secret";
        }
    }
}
