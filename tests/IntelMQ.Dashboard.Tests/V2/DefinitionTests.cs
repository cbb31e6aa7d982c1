using System.Net;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.V2;

public sealed class DefinitionTests
{
    [Fact]
    public async Task A_definition_is_read_with_its_tag_and_written_where_the_tag_still_holds()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "configurator");
        Reply read = await client.GetAsync("definition");
        string tag = read.Headers["ETag"];
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync("GET", "definition", null, ("If-None-Match", tag))).Status);
        string wanted = Changed(read.Json!);
        Assert.Equal(428, (int)(await client.SendAsync("PUT", "definition", wanted)).Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.SendAsync("PUT", "definition", wanted, ("If-Match", "\"other\""))).Status);
        Assert.DoesNotContain("source.asn", sample.Runtime, StringComparison.Ordinal);
        Reply written = await client.SendAsync("PUT", "definition?note=Another+column", wanted, ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, written.Status);
        Assert.NotEqual(tag, written.Headers["ETag"]);
        Assert.Contains("source.asn", sample.Runtime, StringComparison.Ordinal);
        Assert.Contains("# Kept by hand.", sample.Runtime, StringComparison.Ordinal);
        Assert.Equal(written.Headers["ETag"], (await client.GetAsync("definition")).Headers["ETag"]);
    }

    [Fact]
    public async Task What_is_sent_twice_under_one_key_is_done_once_and_answered_alike()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "configurator");
        Reply read = await client.GetAsync("definition");
        (string, string)[] headers = [("If-Match", read.Headers["ETag"]), ("Idempotency-Key", "one")];
        Reply[] replies = await Task.WhenAll(client.SendAsync("PUT", "definition", Changed(read.Json!), headers), client.SendAsync("PUT", "definition", Changed(read.Json!), headers));
        Reply later = await client.SendAsync("PUT", "definition", Changed(read.Json!), headers);
        Assert.All(replies.Append(later), reply => Assert.Equal((HttpStatusCode.OK, replies[0].Text, replies[0].Headers["ETag"]), (reply.Status, reply.Text, reply.Headers["ETag"])));
        Assert.Single(await sample.Records.Audit.ReadAsync(new AuditFilter { Action = "definition.apply" }, default));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.SendAsync("PUT", "definition", "{}", headers)).Status);
    }

    [Fact]
    public async Task A_definition_that_is_wrong_is_told_whole_and_changes_nothing()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "configurator");
        string before = sample.Runtime;
        JsonNode wanted = (await client.ReadAsync("definition"))!;
        wanted["csv-parser"]!["parameters"]!["columns"] = "nowhere";
        wanted["taxonomy-expert"]!["parameters"]!["destination_queues"] = new JsonObject { ["_default"] = new JsonArray("nobody-queue") };
        JsonNode told = (await client.PostAsync("definition/validate", wanted.ToJsonString())).Json!;
        Assert.False(told["isValid"]!.GetValue<bool>());
        Assert.NotEmpty(told["errors"]!.AsArray());
        Reply written = await client.SendAsync("PUT", "definition", wanted.ToJsonString(), ("If-Match", "*"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (written.Status, written.Type));
        Assert.NotEmpty(written.Json!["errors"]!.AsArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("definition/validate", "{\"a\":")).Status);
        Assert.Equal(before, sample.Runtime);
    }

    [Fact]
    public async Task The_history_tells_what_was_and_leads_back_to_it()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "configurator");
        Reply read = await client.GetAsync("definition");
        JsonNode diff = (await client.PostAsync("definition/diff", Changed(read.Json!))).Json!;
        Assert.Contains("csv-parser", diff["changes"]!.ToJsonString(), StringComparison.Ordinal);
        await client.SendAsync("PUT", "definition?note=A+column", Changed(read.Json!), ("If-Match", "*"));
        JsonArray items = (await client.ReadAsync("history"))["items"]!.AsArray();
        Assert.Equal(["A column", ""], items.Select(static one => one!["note"]!.GetValue<string>()));
        Assert.Equal("configurator", items[0]!["who"]!.GetValue<string>());
        Assert.Equal(read.Json!.ToJsonString(), (await client.ReadAsync("history/1")).ToJsonString());
        Assert.Equal(428, (int)(await client.PostAsync("history/1/restore")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync("history/1/restore", "", ("If-Match", "*"))).Status);
        Assert.DoesNotContain("source.asn", sample.Runtime, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("history/99")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("history/x")).Status);
    }

    [Fact]
    public async Task A_change_that_reaches_where_the_host_does_not_allow_is_refused()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        ApiClient client = await ApiClient.OpenAsync(sample, "configurator");
        JsonNode wanted = await client.ReadAsync("definition");
        wanted["file-output"]!["parameters"]!["file"] = "/etc/cron.d/x";
        Reply reply = await client.SendAsync("PUT", "definition", wanted.ToJsonString(), ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.DoesNotContain("cron.d", sample.Runtime, StringComparison.Ordinal);
    }

    private static string Changed(JsonNode definition)
    {
        JsonNode wanted = definition.DeepClone();
        wanted["csv-parser"]!["parameters"]!["columns"]!.AsArray().Add("source.asn");
        return wanted.ToJsonString();
    }
}
