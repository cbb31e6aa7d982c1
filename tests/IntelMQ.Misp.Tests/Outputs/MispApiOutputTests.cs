using System.Text.Json.Nodes;
using IntelMQ.Bots;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Messages;
using IntelMQ.Misp.Outputs;
using IntelMQ.Misp.Tests.Support;
using IntelMQ.Testing;

namespace IntelMQ.Misp.Tests.Outputs;

public sealed class MispApiOutputTests : IAsyncDisposable
{
    private readonly MispServer _server = new();
    private readonly HttpConnections _http = new();
    private readonly FakeClock _clock = new();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task An_event_that_misp_lacks_is_added_with_its_fields_as_an_object()
    {
        await SendAsync(static _ => { }, Seen("192.0.2.1"));
        JsonObject added = Assert.Single(_server.Events);
        Assert.Equal("from Example via IntelMQ", (string?)added["info"]);
        Assert.Equal(["bot", "IntelMQ:feed.provider=\"Example\"", "IntelMQ:feed.name=\"Feed\""], TagsOf(added));
        JsonObject one = Assert.Single(MispServer.ObjectsOf(added));
        Assert.Equal("intelmq_event", (string?)one["name"]);
        JsonObject address = MispServer.AttributesOf(added).Single(static attribute => (string?)attribute["object_relation"] == "source.ip");
        Assert.Equal(("192.0.2.1", "ip-src", "Network activity", false, false), ((string?)address["value"], (string?)address["type"], (string?)address["category"], (bool)address["to_ids"]!, (bool)address["disable_correlation"]!));
        Assert.Empty(_server.Published);
    }

    [Fact]
    public async Task An_event_that_misp_has_gets_a_new_time_and_a_sighting_where_asked_for()
    {
        await SendAsync(static _ => { }, Seen("192.0.2.1"));
        _clock.Advance(TimeSpan.FromHours(1));
        await SendAsync(static options => options.MispSightings = true, Seen("192.0.2.1", "2026-01-03T00:00:00+00:00"));
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), (string?)Assert.Single(_server.Events)["timestamp"]);
        JsonObject sighting = Assert.Single(_server.Sightings);
        Assert.Equal("""["192.0.2.1"]""", sighting["values"]!.ToJsonString());
        Assert.Equal(1767398400, (long)sighting["timestamp"]!);
    }

    [Fact]
    public async Task An_event_of_another_provider_is_left_alone()
    {
        await SendAsync(static _ => { }, Seen("192.0.2.1"));
        await SendAsync(static _ => { }, Some.Event("""{"feed.provider": "Other", "source.ip": "192.0.2.1"}"""));
        Assert.Single(_server.Events);
        Assert.DoesNotContain(_server.Paths, static path => path.StartsWith("/events/edit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Numbers_are_significant_too()
    {
        static void ByPort(MispApiOutputOptions options) => options.SignificantFields = FieldList.Parse("source.port");
        Event message = Some.Event("""{"feed.provider": "Example", "source.port": 443}""");
        await SendAsync(ByPort, message);
        await SendAsync(ByPort, message);
        Assert.Single(_server.Events);
        Assert.Single(_server.Paths, static path => path.StartsWith("/events/edit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_without_significant_fields_is_passed_over()
    {
        await SendAsync(static _ => { }, Some.Event("""{"source.asn": 64496}"""));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Tags_distribution_and_publishing_are_as_the_parameters_say()
    {
        await SendAsync(
            static options =>
            {
                (options.MispTagRsit, options.MispTagTlp, options.MispPublish) = (true, true, true);
                (options.MispDistribution, options.MispSharingGroupId) = (4, 7);
                (options.AddFeedNameAsTag, options.AddFeedProviderAsTag, options.MispAdditionalTags) = (false, false, ["more"]);
                options.MispToIdsFields = FieldList.Parse("source.ip");
            },
            Seen("192.0.2.1"));
        JsonObject added = Assert.Single(_server.Events);
        Assert.Equal(["bot", "more", "rsit:malicious-code=\"c2-server\"", "tlp:clear"], TagsOf(added));
        Assert.Equal(("4", "7"), ((string?)added["distribution"], (string?)added["sharing_group_id"]));
        Assert.Equal([(string)added["uuid"]!], _server.Published);
        Assert.True((bool)MispServer.AttributesOf(added).Single(static attribute => (string?)attribute["object_relation"] == "source.ip")["to_ids"]!);
    }

    [Fact]
    public async Task What_was_added_although_the_answer_was_lost_is_there_once()
    {
        _server.DoesAllTheSame = true;
        _server.Fault = static (request, number) => request.Path == "/events/add" && number <= 2 ? LoopbackAnswer.CutShort : null;
        await using MispApiOutput output = await StartedAsync(static _ => { });
        Event[] batch = [Seen("192.0.2.1")];
        await Assert.ThrowsAsync<HttpServiceException>(() => output.SendAsync(batch, default).AsTask());
        await output.SendAsync(batch, default);
        Assert.Single(_server.Events);
    }

    [Fact]
    public async Task One_that_is_refused_does_not_keep_the_others_back_and_they_are_not_sent_again()
    {
        _server.Fault = static (request, _) => request.Path == "/events/add" && request.Body.Contains("192.0.2.2", StringComparison.Ordinal) ? LoopbackAnswer.Of(403, """{"message": "No."}""") : null;
        await using MispApiOutput output = await StartedAsync(static _ => { });
        Event[] batch = [Seen("192.0.2.1"), Seen("192.0.2.2"), Seen("192.0.2.3")];
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(batch, default).AsTask());
        Assert.Contains("No.", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => output.SendAsync(batch, default).AsTask());
        Assert.Equal(2, _server.Events.Count);
        Assert.Equal(4, _server.Paths.Count(static path => path == "/events/add"));
    }

    [Fact]
    public async Task In_bulk_a_thousand_events_of_a_kind_are_one_event_with_few_requests()
    {
        await SendAsync(static options => options.MispBulk = true, [.. Enumerable.Range(0, 1000).Select(static i => Seen($"198.51.100.{i % 250}", $"2026-01-02T00:{i / 60 % 60:d2}:{i % 60:d2}+00:00"))]);
        JsonObject added = Assert.Single(_server.Events);
        Assert.Equal(1000, MispServer.ObjectsOf(added).Count());
        Assert.Equal(3, _server.Requests.Count);
        Assert.Equal("from Example via IntelMQ, Feed, c2-server, since 2026-01-02T00:00:00Z", (string?)added["info"]);
    }

    [Fact]
    public async Task In_bulk_kinds_days_and_tags_are_kept_apart()
    {
        await SendAsync(
            static options => (options.MispBulk, options.MispTagTlp) = (true, true),
            Seen("192.0.2.1"),
            Seen("192.0.2.2", "2026-01-03T00:00:00+00:00"),
            Some.Event("""{"feed.provider": "Example", "feed.name": "Feed", "classification.type": "scanner", "time.observation": "2026-01-02T00:00:00+00:00", "source.ip": "192.0.2.3"}"""),
            Some.Event("""{"feed.provider": "Example", "feed.name": "Feed", "classification.type": "c2-server", "time.observation": "2026-01-02T00:00:00+00:00", "source.ip": "192.0.2.4", "tlp": "AMBER"}"""));
        Assert.Equal(4, _server.Events.Count);
        Assert.Equal(4, _server.Events.Select(static one => (string)one["uuid"]!).Distinct().Count());
    }

    [Fact]
    public async Task In_bulk_what_is_sent_twice_is_there_once()
    {
        Event[] batch = [Seen("192.0.2.1"), Seen("192.0.2.2")];
        await SendAsync(static options => options.MispBulk = true, batch);
        await SendAsync(static options => options.MispBulk = true, [.. batch, Seen("192.0.2.3")]);
        Assert.Equal(3, MispServer.ObjectsOf(Assert.Single(_server.Events)).Count());
    }

    [Fact]
    public async Task In_bulk_with_sightings_what_is_known_by_its_significant_fields_is_seen_again()
    {
        static void Change(MispApiOutputOptions options) => (options.MispBulk, options.MispSightings) = (true, true);
        await SendAsync(Change, Seen("192.0.2.1"), Seen("192.0.2.2"));
        Assert.Empty(_server.Sightings);
        await SendAsync(Change, Seen("192.0.2.1", "2026-01-02T05:00:00+00:00"), Seen("192.0.2.3", "2026-01-02T06:00:00+00:00"));
        Assert.Equal(3, MispServer.ObjectsOf(Assert.Single(_server.Events)).Count());
        JsonObject sighting = Assert.Single(_server.Sightings);
        Assert.Equal("""["192.0.2.1"]""", sighting["values"]!.ToJsonString());
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        _server.Fault = static (_, _) => LoopbackAnswer.Bytes("HTTP/1.1 302 Found\r\nLocation: /users/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(static _ => { }, Seen("192.0.2.1")));
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData("misp_group_interval", "often")]
    [InlineData("misp_url", "misp.example.com")]
    [InlineData("misp_sharing_group_id", "7")]
    public void Parameters_that_cannot_work_are_refused(string parameter, string value)
    {
        var options = new MispApiOutputOptions { MispUrl = "https://misp.example.com", MispKey = new Secret("k"), MispTagForBot = "bot" };
        _ = parameter switch
        {
            "misp_group_interval" => options.MispGroupInterval = value,
            "misp_url" => options.MispUrl = value,
            _ => (object)(options.MispSharingGroupId = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture)),
        };
        Assert.Contains(parameter, Assert.Throws<BotConfigurationException>(() => new MispApiOutput(options, BotServices.Default)).Message, StringComparison.Ordinal);
    }

    private static Event Seen(string ip, string time = "2026-01-02T03:04:05+00:00") => Some.Event($$"""
        {"feed.provider": "Example", "feed.name": "Feed", "classification.type": "c2-server", "tlp": "WHITE", "time.observation": "{{time}}", "source.ip": "{{ip}}"}
        """);

    private static IEnumerable<string?> TagsOf(JsonObject one) => one["Tag"]!.AsArray().Select(static tag => (string?)tag!["name"]);

    private async Task<MispApiOutput> StartedAsync(Action<MispApiOutputOptions> change)
    {
        var options = new MispApiOutputOptions { MispUrl = _server.Url, MispKey = new Secret(MispServer.Key), MispTagForBot = "bot", SignificantFields = FieldList.Parse("source.fqdn,source.ip") };
        options.Http.HttpTimeoutMaxTries = 1;
        change(options);
        var output = new MispApiOutput(options, new BotServices { Http = _http, Time = _clock });
        await output.StartAsync(default);
        return output;
    }

    private async Task SendAsync(Action<MispApiOutputOptions> change, params Event[] batch)
    {
        await using MispApiOutput output = await StartedAsync(change);
        await output.SendAsync(batch, default);
    }
}
