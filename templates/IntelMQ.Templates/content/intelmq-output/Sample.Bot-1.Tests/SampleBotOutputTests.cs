using System.Net;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace Sample.Bot_1.Tests;

public sealed class SampleBotOutputTests : IDisposable
{
    private readonly TestServices _services = new();

    [Fact]
    public async Task Events_are_posted_as_lines_of_JSON()
    {
        _services.Http.On(HttpMethod.Post, "https://service.example.com/events", CannedResponse.Of(HttpStatusCode.OK));
        await BotHarness.RunAsync(Output, _services, Example(), Example());
        CannedRequest request = Assert.Single(_services.Http.Requests);
        Assert.Equal(2, request.BodyText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(static line => Event.TryParse(line, out _)));
    }

    [Fact]
    public async Task An_error_of_the_service_is_for_the_host_to_try_again()
    {
        _services.Http.On(HttpMethod.Post, "https://service.example.com/events", CannedResponse.Of(HttpStatusCode.ServiceUnavailable));
        await Assert.ThrowsAnyAsync<IOException>(() => BotHarness.RunAsync(Output, _services, Example()));
    }

    [Fact]
    public void A_parameter_that_is_missing_is_named()
        => Assert.Contains("service_url", Assert.Throws<BotConfigurationException>(() => new SampleBotOutput(new())).Message);

    [Fact]
    public Task The_output_conforms()
        => BotConformance.AssertAsync(SampleBotOutput.Descriptor, """{"service_url": "https://service.example.com/events"}""");

    public void Dispose() => _services.Dispose();

    private static Event Example() => new() { ["source.ip"] = "192.0.2.7" };

    private static SampleBotOutput Output(BotServices services) => new(new() { ServiceUrl = "https://service.example.com/events" }, services);
}
