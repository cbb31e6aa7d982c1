using System.Net;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace Sample.Bot_1.Tests;

public sealed class SampleBotCollectorTests : IDisposable
{
    private readonly TestServices _services = new();

    [Fact]
    public async Task What_the_service_gives_is_a_report_with_the_feeds_name()
    {
        _services.Http.OnGet("https://service.example.com/feed", "192.0.2.7\n");
        BotRun run = await BotHarness.RunAsync(Collector, _services);
        Assert.Equal("192.0.2.7\n", Encoding.UTF8.GetString(run.Reports[0].Raw.Span));
        Assert.Equal("Example Feed", run.Reports[0][Fields.Feed.Name]);
    }

    [Fact]
    public async Task An_error_of_the_service_is_for_the_host_to_try_again()
    {
        _services.Http.On(HttpMethod.Get, "https://service.example.com/feed", CannedResponse.Of(HttpStatusCode.ServiceUnavailable));
        await Assert.ThrowsAnyAsync<IOException>(() => BotHarness.RunAsync(Collector, _services));
    }

    [Fact]
    public void A_parameter_that_is_missing_is_named()
        => Assert.Contains("service_url", Assert.Throws<BotConfigurationException>(() => new SampleBotCollector(new())).Message);

    [Fact]
    public Task The_collector_conforms()
        => BotConformance.AssertAsync(SampleBotCollector.Descriptor, """{"service_url": "https://service.example.com/feed"}""");

    public void Dispose() => _services.Dispose();

    private static SampleBotCollector Collector(BotServices services)
        => new(new() { ServiceUrl = "https://service.example.com/feed", Name = "Example Feed" }, services);
}
