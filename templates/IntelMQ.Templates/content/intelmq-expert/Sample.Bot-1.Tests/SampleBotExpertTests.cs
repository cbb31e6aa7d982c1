using System.Net;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace Sample.Bot_1.Tests;

public sealed class SampleBotExpertTests : IDisposable
{
    // Nothing reaches the network: what is not listed here is refused.
    private readonly TestServices _services = new()
    {
        Http = new CannedHttp()
            .OnGet("https://service.example.com/192.0.2.7", """{"answer_member": "a sample"}""")
            .On(HttpMethod.Get, "https://service.example.com/192.0.2.8", CannedResponse.Of(HttpStatusCode.NotFound)),
    };

    [Fact]
    public async Task The_answer_is_added() => Snapshot.Verify(await BotHarness.RunAsync(Expert, _services, From("192.0.2.7")));

    [Fact]
    public void No_snapshot_is_left_over() => Snapshot.AssertNoDangling();

    [Fact]
    public async Task An_unknown_address_stays_as_it_is()
        => Assert.False((await BotHarness.RunAsync(Expert, _services, From("192.0.2.8"))).Event.Contains("extra.target_field"));

    [Fact]
    public async Task An_answer_is_kept_for_its_time()
    {
        await using BotSession session = await BotSession.StartAsync(Expert(_services.Services), CancellationToken.None);
        await session.SendAsync([From("192.0.2.7"), From("192.0.2.7")], CancellationToken.None);
        Assert.Single(_services.Http.Requests);

        _services.Clock.Advance(TimeSpan.FromHours(1));
        await session.SendAsync(From("192.0.2.7"), CancellationToken.None);
        Assert.Equal(2, _services.Http.Requests.Count);
    }

    [Fact]
    public async Task Where_no_answer_comes_the_event_is_kept_as_a_failure()
    {
        BotRun run = await BotHarness.RunAsync(Expert, _services, From("192.0.2.9"));
        Assert.Empty(run.Events);
        Assert.Single(run.Failures);
    }

    [Fact]
    public Task The_expert_conforms()
        => BotConformance.AssertAsync(SampleBotExpert.Descriptor, """{"service_url": "https://service.example.com"}""");

    public void Dispose() => _services.Dispose();

    private static SampleBotExpert Expert(BotServices services) => new(new SampleBotExpertOptions { ServiceUrl = "https://service.example.com" }, services);

    private static Event From(string ip)
    {
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse(ip);
        return message;
    }
}
