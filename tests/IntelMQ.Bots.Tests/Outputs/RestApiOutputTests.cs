using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Schemas;

namespace IntelMQ.Bots.Tests.Outputs;

public sealed class RestApiOutputTests : IDisposable
{
    private readonly HttpConnections _connections = new();

    public void Dispose() => _connections.Dispose();

    [Fact]
    public async Task Each_event_is_posted_as_json()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await SendAsync(server, static _ => { }, Read("""{"source.ip": "192.0.2.1"}"""), Read("""{"source.ip": "192.0.2.2"}"""));
        Assert.Equal(["""{"source.ip": "192.0.2.1"}""", """{"source.ip": "192.0.2.2"}"""], server.Requests.Select(static request => request.Body));
        Assert.Equal("application/json; charset=utf-8", server.Requests[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_batch_is_posted_as_arrays_where_that_is_asked_for()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        Event message = Read("""{"source.ip": "192.0.2.1"}""");
        await SendAsync(server, static options => options.BatchSize = 2, message, message.Clone(), message.Clone());
        Assert.Equal([2, 1], server.Requests.Select(static request => JsonNode.Parse(request.Body)!.AsArray().Count));
    }

    [Fact]
    public async Task A_form_has_a_pair_for_each_field_and_each_member_of_a_list()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await SendAsync(server, static options => options.UseJson = false, Read("""{"comment": "a b&ü", "extra.l": ["x", null, 1.0], "extra.e": {}, "extra.m": {"k": true}, "source.port": 80}"""));
        Assert.Equal("comment=a+b%26%C3%BC&extra.l=x&extra.l=1.0&extra.m=%7B%22k%22%3A+true%7D&source.port=80", server.Requests[0].Body);
        Assert.Equal("application/json; charset=utf-8", server.Requests[0].Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("http_header", "X-Token", "X-Token", "token")]
    [InlineData("http_basic_auth", "user", "Authorization", "Basic dXNlcjpw5HNz")]
    public async Task A_token_goes_where_it_is_expected(string type, string name, string header, string value)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await SendAsync(
            server,
            options => (options.AuthType, options.AuthTokenName, options.AuthToken) = (type, name, new Secret(type == "http_header" ? value : "p\u00E4ss")),
            new Event());
        Assert.Equal(value, server.Requests[0].Headers[header]);
    }

    [Fact]
    public async Task A_users_header_replaces_the_bots_own()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await SendAsync(server, static options => options.Http.HttpHeader = new TextMap([new("Content-Type", "text/x"), new("X-A", "b")]), new Event());
        Assert.Equal("text/x", server.Requests[0].Headers["Content-Type"]);
        Assert.Equal("b", server.Requests[0].Headers["X-A"]);
    }

    [Fact]
    public async Task A_signature_is_that_of_the_body()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Json("{}"));
        await SendAsync(server, static options => options.SignatureSecret = new Secret("s"), Read("""{"source.ip": "192.0.2.1"}"""));
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("s"u8, Encoding.UTF8.GetBytes(server.Requests[0].Body)));
        Assert.Equal($"sha256={expected}", server.Requests[0].Headers["X-Hub-Signature-256"]);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(413)]
    public async Task A_refusal_bears_the_services_reason(int status)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(status, "field x\nis missing"));
        var exception = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(server, static _ => { }, new Event()));
        Assert.Contains("field x is missing", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_an_error_of_the_service(int status)
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Of(status, "later"));
        await Assert.ThrowsAsync<HttpServiceException>(() => SendAsync(server, static _ => { }, new Event()));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var server = new LoopbackServer(LoopbackAnswer.Bytes("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(server, static _ => { }, new Event()));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_was_taken_of_a_batch_is_not_posted_again()
    {
        int calls = 0;
        await using var server = new LoopbackServer(_ => Interlocked.Increment(ref calls) == 2 ? LoopbackAnswer.Of(500, "no") : LoopbackAnswer.Json("{}"));
        await using RestApiOutput output = Output(server, static _ => { });
        await output.StartAsync(default);
        Event[] batch = [Read("""{"source.ip": "192.0.2.1"}"""), Read("""{"source.ip": "192.0.2.2"}""")];
        await Assert.ThrowsAsync<HttpServiceException>(() => output.SendAsync(batch, default).AsTask());
        await output.SendAsync(batch, default);
        Assert.Equal(["192.0.2.1", "192.0.2.2", "192.0.2.2"], server.Requests.Select(static request => JsonNode.Parse(request.Body)!["source.ip"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Without_connections_the_start_says_so()
    {
        await using var output = new RestApiOutput(new RestApiOutputOptions { Host = "http://localhost/" }, BotServices.Default);
        var exception = await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask());
        Assert.Contains("BotServices.Http", exception.Message, StringComparison.Ordinal);
    }

    private static Event Read(string json)
    {
        Assert.True(Event.TryParse(Encoding.UTF8.GetBytes(json), Schema.Default, out Event? message, out MessageError? error), error?.ToString());
        return message;
    }

    private RestApiOutput Output(LoopbackServer server, Action<RestApiOutputOptions> change)
    {
        var options = new RestApiOutputOptions { Host = $"{server.Url}/events" };
        change(options);
        return new RestApiOutput(options, new BotServices { Http = _connections });
    }

    private async Task SendAsync(LoopbackServer server, Action<RestApiOutputOptions> change, params Event[] events)
    {
        await using RestApiOutput output = Output(server, change);
        await output.StartAsync(default);
        await output.SendAsync(events, default);
    }
}
