using System.Net;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Http;
using IntelMQ.Schemas;
using IntelMQ.Testing;

namespace IntelMQ.Bots.Tests.Collectors;

public sealed class MispCollectorTests : IDisposable
{
    private const string Server = "https://misp.example.com/";
    private const string First = "0a1b2c3d-0000-0000-0000-000000000001";
    private const string Second = "0a1b2c3d-0000-0000-0000-000000000002";

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Each_event_is_a_report_and_its_tags_are_changed_once_it_is_stored()
    {
        List(Listed(First), Listed(Second));
        View(First, "\"b\": 1, \"a\": \"\u00fc\"");
        View(Second, "\"b\": 2");
        Tags(4);
        await using MispCollector collector = Create();
        List<CollectedReport> reports = await CollectorFixture.AllAsync(collector);
        Assert.Equal($$"""{"a": "\u00fc", "b": 1, "uuid": "{{First}}"}""", CollectorFixture.Text(reports[0]));
        Assert.Equal(Server, reports[0].Report[Fields.Feed.Url]);
        Assert.DoesNotContain(_services.Http.Requests, static request => request.Url.AbsolutePath.StartsWith("/tags/", StringComparison.Ordinal));
        await reports[1].SettleAsync(default);
        Assert.Equal(
            [$"tags/attachTagToObject {Second} done", $"tags/removeTagFromObject {Second} todo"],
            _services.Http.Requests.TakeLast(2).Select(static request =>
            {
                using JsonDocument body = JsonDocument.Parse(request.Body);
                return $"{request.Url.AbsolutePath[1..]} {body.RootElement.GetProperty("uuid").GetString()} {body.RootElement.GetProperty("tag").GetString()}";
            }));
        Assert.All(_services.Http.Requests, static request => Assert.Equal("KEY", request.Header("Authorization")));
    }

    [Fact]
    public async Task Pages_are_listed_until_the_last()
    {
        List(Listed(First));
        List(Listed(Second));
        List();
        View(First, "\"b\": 1");
        View(Second, "\"b\": 2");
        Assert.Equal(2, (await CollectorFixture.AllAsync(Create(static options => options.PageSize = 1))).Count);
        Assert.Contains("\"page\":2", _services.Http.Requests[1].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1700000000", "\"b\": 1", 0)]
    [InlineData("1700000001", "\"b\": 1", 0)]
    [InlineData("1700000001", "\"b\": 2", 1)]
    public async Task An_event_that_was_stored_before_its_tags_were_changed_is_not_sent_again(string timestamp, string content, int expected)
    {
        await using MispCollector collector = Create();
        List(Listed(First));
        View(First, "\"b\": 1");
        List(Listed(First, timestamp, "todo", "done"));
        View(First, content);
        // The tags cannot be changed: the process might as well have been killed.
        await Assert.ThrowsAsync<HttpServiceException>(async () => await (await CollectorFixture.AllAsync(collector))[0].SettleAsync(default));
        Tags(2);
        Assert.Equal(expected, (await CollectorFixture.AllAsync(collector)).Count);
        Assert.Equal(expected == 0, _services.Http.Requests[^1].Url.AbsolutePath == "/tags/removeTagFromObject");
    }

    [Fact]
    public async Task An_event_that_cannot_be_had_keeps_no_other_back()
    {
        List(Listed(First), "7", "{}", Listed(Second));
        _services.Http.On(HttpMethod.Get, $"{Server}events/view/{First}", CannedResponse.Of(HttpStatusCode.InternalServerError));
        View(Second, "\"b\": 2");
        var reports = new List<CollectedReport>();
        await using MispCollector collector = Create();
        await collector.StartAsync(default);
        await Assert.ThrowsAsync<HttpServiceException>(async () =>
        {
            await foreach (CollectedReport report in collector.CollectAsync(default))
                reports.Add(report);
        });
        Assert.Contains(Second, CollectorFixture.Text(Assert.Single(reports)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "{}", "status 403")]
    [InlineData(200, "<html>", "no JSON")]
    [InlineData(200, "{\"response\": {}}", "no list")]
    public async Task What_is_no_list_is_the_servers_fault(int status, string body, string words)
    {
        _services.Http.On(HttpMethod.Post, Server + "events/restSearch", new CannedResponse((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)));
        HttpServiceException thrown = await Assert.ThrowsAsync<HttpServiceException>(() => CollectorFixture.AllAsync(Create()));
        Assert.Contains(words, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"misp_url": "misp", "misp_key": "k", "misp_tag_to_process": "t"}""", "misp_url")]
    [InlineData("""{"misp_url": "https://m.example.com", "misp_key": "k"}""", "misp_tag_to_process")]
    [InlineData("""{"misp_url": "https://m.example.com", "misp_key": "k", "misp_tag_to_process": "t", "misp_tag_processed": "t"}""", "misp_tag_processed")]
    public void What_cannot_be_is_said_at_once(string parameters, string word)
    {
        using JsonDocument document = JsonDocument.Parse(parameters);
        Assert.Contains(word, Assert.Throws<BotConfigurationException>(() => MispCollector.Descriptor.Create(document.RootElement, ParameterSource.IntelMQ, _services.Services, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_of_late_is_taken_each_time_it_changes_and_no_tags_are()
    {
        static void Change(MispCollectorOptions options) => (options.MispTagToProcess, options.MispTagProcessed, options.ChangedWithin) = (null, null, "7 days");
        await using MispCollector collector = Create(Change);
        List(Listed(First), Listed(Second));
        List(Listed(First), Listed(Second, "1700000009"));
        View(First, "\"b\": 1");
        View(Second, "\"b\": 1");
        View(Second, "\"b\": 2");
        foreach (CollectedReport report in await CollectorFixture.AllAsync(collector))
            await report.SettleAsync(default);
        Assert.Contains("\"b\": 2", CollectorFixture.Text(Assert.Single(await CollectorFixture.AllAsync(collector))), StringComparison.Ordinal);
        Assert.Contains("\"timestamp\":", _services.Http.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.DoesNotContain("\"tags\":", _services.Http.Requests[0].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IntelMQ:feed.name=\\\"Feed\\\"", true)]
    [InlineData("tlp:red", true)]
    [InlineData("TLP:AMBER+STRICT", true)]
    [InlineData("tlp:amber", false)]
    [InlineData("tlp:white", false)]
    [InlineData("tlp:ex:chr", false)]
    [InlineData("other", false)]
    public async Task Events_that_come_back_or_may_not_be_passed_on_are_passed_over(string tag, bool isPassedOver)
    {
        List(Listed(First, "1700000000", "todo", tag));
        View(First, "\"b\": 1");
        Assert.Equal(isPassedOver ? 0 : 1, (await CollectorFixture.AllAsync(Create(static options => options.Selection.MispMaxTlp = "amber"))).Count);
    }

    [Theory]
    [InlineData("Example CERT")]
    [InlineData("0A1B2C3D-0000-0000-0000-000000000099")]
    public async Task Events_of_the_own_organisation_are_passed_over(string own)
    {
        List($$"""{"Event": {"uuid": "{{First}}", "timestamp": "1", "Orgc": {"name": "Example CERT", "uuid": "0a1b2c3d-0000-0000-0000-000000000099"} } }""");
        Assert.Empty(await CollectorFixture.AllAsync(Create(options => options.Selection.MispOwnOrganisation = own)));
    }

    [Fact]
    public async Task Attributes_on_warning_lists_and_those_that_are_no_indicators_are_left_to_the_server()
    {
        List(Listed(First));
        List($$"""{"Event": {"uuid": "{{First}}", "b": 1} }""");
        Assert.Single(await CollectorFixture.AllAsync(Create(static options => (options.MispEnforceWarninglist, options.MispOnlyToIds) = (true, true))));
        Assert.Equal($$"""{"returnFormat":"json","uuid":"{{First}}","enforceWarninglist":1,"to_ids":1}""", _services.Http.Requests[1].BodyText);
    }

    private static string Listed(string uuid, string timestamp = "1700000000", params string[] tags)
    {
        string named = string.Join(", ", tags.Select(static tag => $"{{\"name\": \"{tag}\"}}"));
        return $"{{\"Event\": {{\"uuid\": \"{uuid}\", \"timestamp\": \"{timestamp}\", \"Tag\": [{named}]}}}}";
    }

    private void List(params string[] events)
        => _services.Http.On(HttpMethod.Post, Server + "events/restSearch", CannedResponse.Json($$"""{"response": [{{string.Join(", ", events)}}]}"""));

    private void View(string uuid, string members)
        => _services.Http.On(HttpMethod.Get, $"{Server}events/view/{uuid}", CannedResponse.Json($$"""{"Event": {"uuid": "{{uuid}}", {{members}} } }"""));

    private void Tags(int count)
    {
        for (int i = 0; i < count / 2; i++)
        {
            _services.Http.On(HttpMethod.Post, Server + "tags/attachTagToObject", CannedResponse.Json("""{"saved": true}"""));
            _services.Http.On(HttpMethod.Post, Server + "tags/removeTagFromObject", CannedResponse.Json("""{"saved": true}"""));
        }
    }

    private MispCollector Create() => Create(static _ => { });

    private MispCollector Create(Action<MispCollectorOptions> change)
    {
        var options = new MispCollectorOptions { MispUrl = Server, MispKey = new Secret("KEY"), MispTagToProcess = "todo", MispTagProcessed = "done" };
        change(options);
        return new MispCollector(options, _services.Services);
    }
}
