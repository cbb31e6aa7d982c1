using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Hosting.Control;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.V2;

public sealed class OperationTests
{
    [Fact]
    public async Task The_document_tells_of_each_operation_and_each_asks_for_a_token_and_a_role()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient admin = await ApiClient.OpenAsync(sample);
        ApiClient viewer = await ApiClient.OpenAsync(sample, "viewer");
        JsonNode document = await admin.ReadAsync("openapi.json");
        Assert.Equal(("3.1.0", "/v2"), (document["openapi"]!.GetValue<string>(), document["servers"]![0]!["url"]!.GetValue<string>()));
        var seen = new HashSet<string>();
        foreach ((string path, JsonNode? methods) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in methods!.AsObject())
            {
                Assert.True(seen.Add(operation!["operationId"]!.GetValue<string>()), $"{method} {path} has another's name.");
                string address = "v2" + Regex.Replace(path, "\\{\\w+\\}", "x");
                Assert.Equal(HttpStatusCode.Unauthorized, (await sample.SendAsync(method.ToUpperInvariant(), "/" + address)).Status);
                if (!operation["description"]!.GetValue<string>().Contains("viewer", StringComparison.Ordinal))
                    Assert.Equal(HttpStatusCode.Forbidden, (await viewer.SendAsync(method.ToUpperInvariant(), address[3..], "{}")).Status);
                foreach (JsonNode? parameter in operation["parameters"]?.AsArray() ?? [])
                    Assert.True(parameter!["in"]!.GetValue<string>() == "path" || parameter["description"] is not null, $"{method} {path}: {parameter["name"]} is not explained.");
            }
        }

        Assert.True(seen.Count > 30);
        Assert.DoesNotContain(await sample.Records.Audit.ReadAsync(new AuditFilter(), default), static entry => entry.Action != "session.open");
    }

    [Fact]
    public async Task Bots_are_started_and_stopped_and_status_metrics_and_log_tell_of_it()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample);
        Assert.Equal("""{"states":{"csv-parser":"running"},"isDone":true}""", (await client.PostAsync("bots/start", """{"bot": "csv-parser"}""")).Text);
        JsonNode status = await client.ReadAsync("status");
        Assert.Equal("Running", status["bots"]!.AsArray().First(static bot => bot!["id"]!.GetValue<string>() == "csv-parser")!["state"]!.GetValue<string>());
        Assert.Equal(4, (await client.ReadAsync("metrics"))["bots"]!.AsArray().Count);
        await File.WriteAllTextAsync(Path.Combine(sample.Root, "log", "csv-parser.log"), "2026-01-31 13:45:10,123 - csv-parser - ERROR - It failed.\n");
        Assert.Contains("It failed.", (await client.ReadAsync("bots/csv-parser/log"))["items"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("bots/..%2f..%2fetc%2fpasswd/log")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("bots/explode")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("bots/start", """{"bot": "nobody"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("bots/start", """{"group": "7"}""")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await sample.SendAsync("POST", "/v2/bots/start", $"Bearer {client.Token}", new StringContent("{}"))).Status);
        Assert.Empty((await client.ReadAsync("check"))["errors"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("PUT", "bots/csv-parser/enabled", """{"enabled": false}""")).Status);
        Assert.Contains("enabled: false", sample.Runtime, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_put_looked_at_tried_taken_and_thrown_away()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "operator");
        const string Body = """{"message": {"__type": "Event", "source.ip": "192.0.2.9", "classification.type": "scanner"}}""";
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("queues/taxonomy-expert-queue/messages", Body, ("Idempotency-Key", "a"))).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("queues/taxonomy-expert-queue/messages", Body, ("Idempotency-Key", "a"))).Status);
        JsonNode queue = (await client.ReadAsync("queues"))["items"]!.AsArray().First(static one => one!["bot"]!.GetValue<string>() == "taxonomy-expert")!;
        Assert.Equal(1, queue["waiting"]!.GetValue<int>());
        Assert.Contains("192.0.2.9", (await client.GetAsync("queues/taxonomy-expert-queue/messages")).Text, StringComparison.Ordinal);
        Reply tried = await client.PostAsync("bots/taxonomy-expert/try", Body);
        Assert.Contains("information-gathering", tried.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await client.SendAsync("DELETE", "queues/taxonomy-expert-queue/messages?waiting=7")).Status);
        Assert.Contains("192.0.2.9", (await client.PostAsync("queues/taxonomy-expert-queue/take", "")).Text, StringComparison.Ordinal);
        Assert.Equal("""{"items":[]}""", (await client.PostAsync("queues/taxonomy-expert-queue/take", "")).Text);
        Assert.Equal("""{"queues":["taxonomy-expert-queue"]}""", (await client.PostAsync("bots/csv-parser/send", Body)).Text);
        Assert.Equal("""{"count":1}""", (await client.SendAsync("DELETE", "queues/taxonomy-expert-queue/messages?waiting=1")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("queues/nobody-queue/messages")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("queues/taxonomy-expert-queue/messages", """{"message": "no JSON"}""")).Status);
    }

    [Fact]
    public async Task Failures_are_listed_changed_replayed_by_a_job_and_thrown_away()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "operator");
        await sample.Host.Control.StartAsync(BotScope.Of("csv-parser"));
        await sample.Host.Control.StartAsync(BotScope.Of("file-collector"));
        await File.WriteAllTextAsync(Path.Combine(sample.Root, "in", "a.csv"), "nowhere,80\r\nelsewhere,81\r\n");
        await SampleDashboard.UntilAsync(async () => (await sample.Host.Control.GetFailuresAsync()).Counted == 2);
        JsonNode page = await client.ReadAsync("failures/entries?count=1&bot=csv-parser");
        JsonNode first = page["items"]![0]!;
        Assert.Contains("nowhere", first["original"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode second = (await client.ReadAsync($"failures/entries?count=1&after={page["next"]}"))["items"]![0]!;
        Assert.Contains("elsewhere", second["original"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("""{"queues":["csv-parser-queue"]}""", (await client.PostAsync($"failures/{first["number"]}/replay", """{"original": "192.0.2.7,80"}""")).Text);
        await SampleDashboard.UntilAsync(async () => (await sample.Host.Control.GetStatusAsync()).Find("taxonomy-expert")!.Queue!.Waiting == 1);
        Reply asked = await client.PostAsync("failures/replay", """{"bot": "csv-parser"}""");
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        string job = asked.Headers["Location"][4..];
        await SampleDashboard.UntilAsync(async () => (await client.ReadAsync(job))["state"]!.GetValue<string>() is "Done" or "Failed");
        Assert.Equal("""{"sent":1,"refused":0,"reasons":[]}""", (await client.ReadAsync(job))["result"]!.GetValue<string>());
        // It fails again, and is there under another number.
        await SampleDashboard.UntilAsync(async () => (await sample.Host.Control.GetFailuresAsync()).Counted == 1);
        JsonNode left = (await client.ReadAsync("failures/entries"))["items"]![0]!;
        Assert.NotEqual(second["number"]!.ToJsonString(), left["number"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("failures/discard", $$"""{"numbers": [{{left["number"]}}]}""")).Status);
        Assert.Equal(0, (await client.ReadAsync("failures"))["counted"]!.GetValue<int>());
        Assert.Single((await client.ReadAsync("jobs"))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("failures/99/replay", """{"original": "x"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("failures/replay", """{"numbers": ["x"]}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("failures/replay")).Status);
    }

    [Fact]
    public async Task A_personal_token_has_a_role_and_an_end_and_is_told_once()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "operator");
        Reply made = await client.PostAsync("tokens", """{"label": "reports", "role": "viewer", "days": 30}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var program = new ApiClient(sample, made.Json!["token"]!.GetValue<string>());
        Assert.Equal("""{"name":"operator","role":"viewer"}""", (await program.GetAsync("session")).Text);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsync("bots/start")).Status);
        Assert.DoesNotContain(program.Token, (await client.GetAsync("tokens")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.PostAsync("tokens", """{"label": "more", "role": "operator", "days": 30}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await ApiClient.OpenAsync(sample)).SendAsync("DELETE", $"tokens/{made.Json!["id"]}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync("DELETE", $"tokens/{made.Json!["id"]}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("session")).Status);
    }

    [Theory]
    [InlineData("""{"label": "", "role": "viewer", "days": 30}""")]
    [InlineData("""{"label": "session", "role": "viewer", "days": 30}""")]
    [InlineData("""{"label": "x", "role": "admin", "days": 30}""")]
    [InlineData("""{"label": "x", "role": "viewer", "days": 0}""")]
    [InlineData("""{"label": "x", "role": "viewer", "days": 100000}""")]
    [InlineData("""{"label": "x", "role": "viewer"}""")]
    [InlineData("[]")]
    public async Task A_token_that_cannot_be_is_not_made(string body)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "operator");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.PostAsync("tokens", body)).Status);
        Assert.Empty((await client.ReadAsync("tokens"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_browser_that_is_signed_in_sends_the_proof_of_a_page_and_nothing_is_done_without()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        Task<Reply> SendAsync(string proof, string site) => sample.SendAsync(
            "POST", "/v2/bots/start", null, new StringContent("""{"bot": "csv-parser"}""", null, "application/json"), ("Cookie", $"intelmq-session={visitor.Session}"), ("X-IntelMQ-Proof", proof), ("Sec-Fetch-Site", site));
        string proof = Regex.Match((await visitor.GetAsync("")).Text, "name=\"intelmq-proof\" content=\"([0-9a-f]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("", "same-origin")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(proof, "cross-site")).Status);
        Assert.Equal(HostBotState.Stopped, (await sample.Host.Control.GetStatusAsync()).Find("csv-parser")!.State);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(proof, "same-origin")).Status);
    }

    [Fact]
    public async Task The_catalogue_has_a_schema_for_each_bot_and_the_audit_log_is_for_admins()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample);
        Assert.True((await client.ReadAsync("catalog"))["items"]!.AsArray().Count > 100);
        Assert.NotNull((await client.ReadAsync("catalog/intelmq.bots.parsers.generic.parser_csv"))["properties"]!["columns"]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("catalog/nothing")).Status);
        await client.PostAsync("bots/stop");
        Assert.Equal("bot.stop", (await client.ReadAsync("audit?count=1"))["items"]![0]!["action"]!.GetValue<string>());
    }
}
