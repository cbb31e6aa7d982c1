using System.Text;
using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Misp.Client;
using IntelMQ.Misp.Tests.Support;

namespace IntelMQ.Misp.Tests.Client;

public sealed class MispClientTests : IAsyncDisposable
{
    private static readonly Guid One = new("0a1b2c3d-0000-4000-8000-000000000001");

    private readonly MispServer _server = new();
    private readonly HttpConnections _http = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task An_event_is_added_found_changed_published_and_tagged()
    {
        MispClient client = Client();
        Assert.Equal(One, await client.AddEventAsync(Event(One, "first"), default));
        Assert.Equal("first", (await client.FindEventAsync(One, default))!.Value.GetProperty("info").GetString());
        Assert.True(await client.EditEventAsync(One, Event(One, "first", "1767300000"), default));
        Assert.Equal("1767300000", (string?)Assert.Single(_server.Events)["timestamp"]);
        await client.PublishEventAsync(One, default);
        Assert.Equal([One.ToString()], _server.Published);
        await client.ChangeTagAsync(One, "seen", isSet: true, default);
        Assert.Equal("seen", (string?)_server.Events[0]["Tag"]![0]!["name"]);
        await client.ChangeTagAsync(One, "seen", isSet: false, default);
        Assert.Empty(_server.Events[0]["Tag"]!.AsArray());
        await client.AddSightingsAsync(["192.0.2.1"], DateTimeOffset.UnixEpoch.AddSeconds(5), "me", default);
        Assert.Equal("""{"values":["192.0.2.1"],"type":"0","source":"me","timestamp":5}""", Assert.Single(_server.Sightings).ToJsonString());
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_what_is_there_is_not_added_twice()
    {
        MispClient client = Client();
        Assert.Null(await client.FindEventAsync(One, default));
        Assert.False(await client.EditEventAsync(One, Event(One, "first"), default));
        await client.AddEventAsync(Event(One, "first"), default);
        Assert.Null(await client.AddEventAsync(Event(One, "first"), default));
        Assert.Single(_server.Events);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => client.ChangeTagAsync(One, "forbidden", isSet: true, default));
        Assert.Contains("Invalid Tag.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_goes_through_all_pages()
    {
        MispClient client = Client();
        for (int i = 0; i < 25; i++)
            await client.AddEventAsync(Event(Guid.NewGuid(), $"event {i}"), default);
        Assert.Equal(25, await Count(client.SearchEventsAsync(new MispSearch { PageSize = 10 }, default)));
        Assert.Equal(3, _server.Paths.Count(static path => path == "/events/restSearch"));
        Assert.Equal(10, await Count(client.SearchEventsAsync(new MispSearch { PageSize = 10, MaxPages = 1 }, default)));
        Assert.Equal(0, await Count(client.SearchEventsAsync(new MispSearch { Tags = ["none"] }, default)));
    }

    [Fact]
    public async Task A_server_that_knows_no_pages_ends_the_search()
    {
        _server.Fault = static (_, _) => LoopbackAnswer.Json("""[{"Event": {"uuid": "0a1b2c3d-0000-4000-8000-000000000001"}}]""");
        Assert.Equal(1, await Count(Client().SearchEventsAsync(new MispSearch { PageSize = 1 }, default)));
    }

    [Fact]
    public void A_search_says_what_it_looks_for()
    {
        var search = new MispSearch
        {
            AllValues = ["192.0.2.1", "example.com"],
            Tags = ["a", "!b"],
            Uuids = [One],
            ChangedSince = DateTimeOffset.UnixEpoch.AddSeconds(9),
            Published = true,
            ToIds = false,
            EnforceWarningList = true,
            OnlyMetadata = true,
            PageSize = 7,
        };
        Assert.Equal(
            """{"returnFormat":"json","page":3,"limit":7,"value":{"AND":["192.0.2.1","example.com"]},"uuid":["0a1b2c3d-0000-4000-8000-000000000001"],"tags":["a","!b"],"timestamp":9,"published":1,"to_ids":0,"enforceWarninglist":1,"metadata":1}""",
            Encoding.UTF8.GetString(search.ToJson(3)));
        Assert.Equal("""{"returnFormat":"json","page":1,"limit":500,"value":["192.0.2.1"]}""", Encoding.UTF8.GetString(new MispSearch { AnyValues = ["192.0.2.1"] }.ToJson(1)));
    }

    [Fact]
    public async Task A_wrong_key_is_a_refusal_with_the_servers_reason()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Client("wrong").AddEventAsync(Event(One, "first"), default));
        Assert.Contains("answers 403", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Authentication failed", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_has_too_much_to_do_is_asked_again_after_the_pause_it_asks_for()
    {
        _server.Fault = static (_, number) => number <= 2 ? MispServer.Busy(429, "0") : null;
        Assert.Equal(One, await Client().AddEventAsync(Event(One, "first"), default));
        Assert.Equal(3, _server.Requests.Count);
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Fri, 01 Jan 2100 00:00:00 GMT")]
    public async Task A_pause_that_is_too_long_is_an_error_of_the_service(string after)
    {
        _server.Fault = (_, _) => MispServer.Busy(429, after);
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Client().AddEventAsync(Event(One, "first"), default));
        Assert.Equal(429, thrown.Status);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_server_that_fails_is_an_error_of_the_service()
    {
        _server.Fault = static (_, _) => LoopbackAnswer.Of(500, """{"name": "x", "message": "Internal"}""");
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => Client().AddEventAsync(Event(One, "first"), default));
        Assert.EndsWith("answers 500 Some reason: Internal", thrown.Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_an_error_of_the_service()
    {
        _server.Fault = static (_, _) => LoopbackAnswer.CutShort;
        await Assert.ThrowsAsync<HttpServiceException>(() => Client().FindEventAsync(One, default));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"Event": []}""")]
    [InlineData("null")]
    public async Task An_answer_that_is_no_event_is_an_error_of_the_service(string answer)
    {
        _server.Fault = (_, _) => LoopbackAnswer.Json(answer);
        await Assert.ThrowsAsync<HttpServiceException>(() => Client().FindEventAsync(One, default));
    }

    [Fact]
    public async Task A_server_that_is_away_is_an_error_of_the_service()
    {
        MispClient client = Client();
        await _server.DisposeAsync();
        await Assert.ThrowsAsync<HttpServiceException>(() => client.FindEventAsync(One, default));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent()
    {
        await using var server = new SecureLoopbackServer { IsChecked = true, Answer = static (_, _) => LoopbackAnswer.Json("{}") };
        using HttpConnections connections = server.Connections();
        var client = new MispClient(new HttpSession(connections, new HttpRequestSettings { MaxTries = 1 }, TimeProvider.System), new Uri("https://misp.example.com"), new Secret(MispServer.Key), TimeProvider.System);
        await Assert.ThrowsAsync<HttpServiceException>(() => client.FindEventAsync(One, default));
        Assert.Empty(server.Requests);
    }

    private static byte[] Event(Guid uuid, string info, string? timestamp = null)
        => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string?> { ["uuid"] = uuid.ToString(), ["info"] = info, ["timestamp"] = timestamp ?? "1767225600" });

    private static async Task<int> Count(IAsyncEnumerable<JsonElement> found)
    {
        int count = 0;
        await foreach (JsonElement one in found)
            count++;
        return count;
    }

    private MispClient Client(string key = MispServer.Key)
        => new(new HttpSession(_http, new HttpRequestSettings { MaxTries = 1 }, TimeProvider.System), new Uri(_server.Url), new Secret(key), TimeProvider.System);
}
