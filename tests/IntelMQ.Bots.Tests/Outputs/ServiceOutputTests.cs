using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Outputs;

/// <summary>The outputs of services that nobody but their makers can run: held to what is known of their interfaces.</summary>
public sealed class ServiceOutputTests : IDisposable
{
    private const string Made = "RT/4.4.4 200 Ok\n\n# Ticket 7 created.\n";

    private readonly HttpConnections _connections = new();

    public void Dispose() => _connections.Dispose();

    [Fact]
    public async Task Cif_gets_a_batch_as_one_list_of_indicators()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(201, "{}"));
        await using var output = new Cif3Output(new Cif3OutputOptions { Cif3Url = server.Url, Cif3Token = new Secret("t"), Cif3AdditionalTags = ["x"] }, Services());
        await output.SendAsync(
            [
                Read("""{"source.ip": "192.0.2.1", "source.url": "http://a.example.com/", "feed.accuracy": 80.0, "classification.type": "brute-force", "feed.provider": "P"}"""),
                Read("""{"comment": "nothing to name"}"""),
                Read("""{"source.fqdn": "b.example.com", "source.port": 443}"""),
            ],
            default);
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal("Token token=t", request.Headers["Authorization"]);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""
                    [{"indicator": "http://a.example.com/", "provider": "P", "confidence": 8.0, "tags": ["bruteforce", "x"]},
                     {"indicator": "b.example.com", "provider": "IntelMQ", "confidence": 5.0, "port": 443, "tags": ["x"]}]
                    """),
                JsonNode.Parse(request.Body)),
            request.Body);
    }

    [Fact]
    public async Task Rt_makes_a_ticket_of_each_event_and_logs_in_once()
    {
        await using var server = new LoopbackServer(static request => LoopbackAnswer.Of(200, request.Path.EndsWith("/new", StringComparison.Ordinal) ? Made : "RT/4.4.4 200 Ok\n\n"));
        await using RtOutput output = Rt(server, static _ => { });
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1", "event_description.text": "a\nid: 1"}"""), Read("""{"source.asn": 64496}""")], default);
        Assert.Equal(
            ["/REST/1.0/", "/REST/1.0/ticket/new", "/REST/1.0/ticket/7/edit", "/REST/1.0/ticket/new", "/REST/1.0/ticket/7/edit"],
            server.Requests.Select(static request => request.Path));
        Assert.Equal(
            "Subject: Incident notification, 192.0.2.1\nText: a\n id: 1\n \n source.ip: 192.0.2.1\n event_description.text: a\n id: 1\nCF.{IP}: 192.0.2.1\nCF.{Description}: a\n id: 1\nid: ticket/new\nQueue: Incidents",
            WebUtility.UrlDecode(server.Requests[1].Body)["content=".Length..]);
    }

    [Fact]
    public async Task Rt_tells_the_abuse_contact_where_that_is_asked_for()
    {
        await using var server = new LoopbackServer(static request => LoopbackAnswer.Of(200, request.Path.EndsWith("/new", StringComparison.Ordinal) ? Made : "RT/4.4.4 200 Ok\n\n"));
        await using RtOutput output = Rt(server, static options =>
        {
            options.CreateInvestigation = true;
            options.FinalStatus = "";
        });
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1", "source.abuse_contact": "abuse@example.com", "event_description.text": "a"}""")], default);
        Assert.Equal(["/REST/1.0/", "/REST/1.0/ticket/new", "/REST/1.0/ticket/new", "/REST/1.0/ticket/link"], server.Requests.Select(static request => request.Path));
        Assert.Contains("Requestor: abuse@example.com\nid: ticket/new\nQueue: Investigations", WebUtility.UrlDecode(server.Requests[2].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_rt_does_not_make_is_a_failure_with_its_reason()
    {
        await using var server = new LoopbackServer(static request => LoopbackAnswer.Of(200, request.Path.EndsWith("/new", StringComparison.Ordinal) ? "RT/4.4.4 200 Ok\n\n# Could not create ticket.\n# no such queue\n" : "RT/4.4.4 200 Ok\n\n"));
        await using RtOutput output = Rt(server, static _ => { });
        var exception = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync([new Event()], default).AsTask());
        Assert.Contains("no such queue", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rt_with_a_wrong_password_is_an_error_of_the_service()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(200, "RT/4.4.4 401 Credentials required\n"));
        await using RtOutput output = Rt(server, static _ => { });
        var exception = await Assert.ThrowsAsync<IOException>(() => output.SendAsync([new Event()], default).AsTask());
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Esm_gets_the_values_of_a_batch_at_once()
    {
        using var services = new TestServices();
        services.Http
            .On(HttpMethod.Post, "https://esm.example.com/rs/esm/login", new CannedResponse(HttpStatusCode.Created, "{}"u8.ToArray()) { Headers = [new("Set-Cookie", "JWTToken=j; Path=/"), new("Xsrf-Token", "x")] })
            .On(HttpMethod.Post, "https://esm.example.com/rs/esm/sysGetWatchlists?hidden=false&dynamic=false&writeOnly=false&indexedOnly=false", CannedResponse.Json("""{"return": [{"name": "Bad", "id": {"value": 42}}]}"""))
            .On(HttpMethod.Post, "https://esm.example.com/rs/esm/sysAddWatchlistValues", CannedResponse.Json("{}"));
        await using var output = new EsmIpOutput(new EsmIpOutputOptions { EsmIp = "esm.example.com", EsmPassword = new Secret("p"), EsmWatchlist = "Bad" }, services.Services);
        await output.StartAsync(default);
        await output.SendAsync([Read("""{"source.ip": "192.0.2.1"}"""), Read("""{"source.asn": 64496}"""), Read("""{"source.ip": "192.0.2.2"}""")], default);
        CannedRequest last = services.Http.Requests[^1];
        Assert.Equal("""{"watchlist": {"value": 42}, "values": "[\"192.0.2.1\",\"192.0.2.2\"]"}""", last.BodyText);
        Assert.Equal("JWTToken=j", last.Header("Cookie"));
        Assert.Equal("x", last.Header("X-Xsrf-Token"));
    }

    [Fact]
    public async Task A_watch_list_that_is_not_there_stops_the_start()
    {
        using var services = new TestServices();
        services.Http
            .On(HttpMethod.Post, "https://esm.example.com/rs/esm/login", CannedResponse.Json("{}"))
            .On(HttpMethod.Post, "https://esm.example.com/rs/esm/sysGetWatchlists?hidden=false&dynamic=false&writeOnly=false&indexedOnly=false", CannedResponse.Json("""{"return": []}"""));
        await using var output = new EsmIpOutput(new EsmIpOutputOptions { EsmIp = "esm.example.com", EsmPassword = new Secret("p"), EsmWatchlist = "Bad" }, services.Services);
        await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
    }

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error), error?.ToString());
        return message;
    }

    private BotServices Services() => new() { Http = _connections };

    private RtOutput Rt(LoopbackServer server, Action<RtOutputOptions> change)
    {
        var options = new RtOutputOptions { RtUri = $"{server.Url}/REST/1.0", RtPassword = new Secret("secret") };
        change(options);
        return new RtOutput(options, Services());
    }
}
