using System.Net;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace CustomBot.Tests;

public sealed class ReputationExpertTests : IDisposable
{
    private static readonly Schema Schema = CustomFields.AddTo(Schema.Default);

    // #region services
    private readonly TestServices _services = new()
    {
        Schema = Schema,
        Http = new CannedHttp()
            .OnGet("https://reputation.example.com/v1/ip/192.0.2.7", """{"score": 87}""")
            .On(HttpMethod.Get, "https://reputation.example.com/v1/ip/192.0.2.8", CannedResponse.Of(HttpStatusCode.NotFound))
            .On(HttpMethod.Get, "https://reputation.example.com/v1/ip/192.0.2.9", CannedResponse.Of(HttpStatusCode.InternalServerError)),
    };

    [Fact]
    public async Task The_score_of_the_source_is_added()
    {
        BotRun run = await BotHarness.RunAsync(Expert, _services, From("192.0.2.7"));
        Assert.Equal(87, run.Event[CustomFields.ReputationScore]);
        Assert.Equal("secret", Assert.Single(_services.Http.Requests).Header("X-Api-Key"));
    }
    // #endregion

    [Fact]
    public async Task What_came_of_an_event() => Snapshot.Verify(await BotHarness.RunAsync(Expert, _services, From("192.0.2.7")));

    [Fact]
    public void No_snapshot_is_left_over() => Snapshot.AssertNoDangling();

    [Fact]
    public async Task An_unknown_address_has_no_score()
        => Assert.False((await BotHarness.RunAsync(Expert, _services, From("192.0.2.8"))).Event.Contains(CustomFields.ReputationScore));

    [Fact]
    public async Task A_score_that_is_there_stays()
    {
        Event message = From("192.0.2.7");
        message[CustomFields.ReputationScore] = 5;
        Assert.Equal(5, (await BotHarness.RunAsync(Expert, _services, message)).Event[CustomFields.ReputationScore]);
        Assert.Empty(_services.Http.Requests);
    }

    // #region clock
    [Fact]
    public async Task An_answer_is_kept_for_its_time()
    {
        await using BotSession session = await BotSession.StartAsync(Expert(_services.Services), CancellationToken.None);
        await session.SendAsync([From("192.0.2.7"), From("192.0.2.7")], CancellationToken.None);
        Assert.Single(_services.Http.Requests);

        _services.Clock.Advance(TimeSpan.FromMinutes(10));
        await session.SendAsync(From("192.0.2.7"), CancellationToken.None);
        Assert.Equal(2, _services.Http.Requests.Count);
    }
    // #endregion

    [Theory]
    [InlineData("192.0.2.9", "answered with status 500")]
    [InlineData("192.0.2.10", "no canned answer")]
    public async Task Where_no_answer_comes_the_event_is_kept_as_it_was(string ip, string reason)
    {
        BotRun run = await BotHarness.RunAsync(Expert, _services, From(ip));
        Assert.Empty(run.Events);
        var failure = Assert.Single(run.Failures);
        Assert.Contains(reason, failure.Reason);
        Assert.False(failure.Message.Contains(CustomFields.ReputationScore));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"score": "high"}""")]
    [InlineData("""{"score": 101}""")]
    public async Task An_answer_without_a_score_is_a_failure(string answer)
    {
        _services.Http.OnGet("https://reputation.example.com/v1/ip/192.0.2.11", answer);
        BotRun run = await BotHarness.RunAsync(Expert, _services, From("192.0.2.11"));
        Assert.Contains("did not answer with a score", Assert.Single(run.Failures).Reason);
    }

    [Fact]
    public void All_complaints_about_the_parameters_come_at_once()
    {
        var refused = Assert.Throws<BotConfigurationException>(() => new ReputationExpert(new ReputationExpertOptions { CacheTtl = TimeSpan.Zero }, _services.Services));
        Assert.Equal(3, refused.Complaints.Count);
    }

    [Fact]
    public async Task A_schema_without_the_field_is_refused_at_start()
    {
        using var services = new TestServices();
        var refused = await Assert.ThrowsAsync<BotConfigurationException>(() => BotHarness.RunAsync(Expert, services));
        Assert.Contains("the schema has no field reputation.score", refused.Message);
    }

    // #region conformance
    [Fact]
    public async Task The_expert_conforms()
        => Assert.Empty(await BotConformance.CheckAsync(ReputationExpert.Descriptor, """{"service_url": "https://reputation.example.com", "api_key": "secret"}""", Schema));
    // #endregion

    public void Dispose() => _services.Dispose();

    private static ReputationExpert Expert(BotServices services) => new(
        new ReputationExpertOptions { ServiceUrl = "https://reputation.example.com/", ApiKey = new Secret("secret"), CacheTtl = TimeSpan.FromMinutes(10) },
        services);

    private static Event From(string ip)
    {
        var message = new Event(Schema);
        message[Fields.Source.Ip] = IPAddress.Parse(ip);
        return message;
    }
}
