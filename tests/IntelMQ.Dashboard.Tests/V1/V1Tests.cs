using System.Net;
using System.Text.Json.Nodes;
using IntelMQ.Dashboard.Definition;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.V1;

public sealed class V1Tests
{
    [Fact]
    public async Task Who_signs_in_sees_how_the_bots_stand()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("viewer");
        Reply status = await sample.GetAsync("/v1/api/botnet?action=status", token);
        Assert.Equal("""{"csv-parser":"stopped","file-collector":"stopped","file-output":"stopped","taxonomy-expert":"stopped"}""", status.Text);
        Assert.Equal("""{"destination_queues":[["csv-parser-queue",0]]}""", (await sample.GetAsync("/v1/api/queues", token)).Json!["file-collector"]!.ToJsonString());
        Assert.Equal("success", (await sample.GetAsync("/v1/api/check", token)).Json!["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/v1/api/botnet?action=status")]
    [InlineData("/v1/api/runtime")]
    [InlineData("/v1/api/config?file=/etc/passwd")]
    [InlineData("/v1/api/debug")]
    public async Task A_cookie_a_scheme_before_the_token_and_no_token_do_not_count(string path)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.GetAsync(path, $"Bearer {token}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.SendAsync("GET", path, null, null, ("Cookie", $"intelmq-session={token}"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await sample.GetAsync(path, token)).Status);
    }

    [Fact]
    public async Task Changes_by_GET_are_off_unless_the_host_switches_them_on()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync();
        Reply refused = await sample.GetAsync("/v1/api/bot?action=start&id=csv-parser", token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.Status);
        Assert.Equal("POST", refused.Headers["Allow"]);
        Assert.Equal("\"running\"", (await sample.PostFormAsync("/v1/api/bot?action=start&id=csv-parser", token)).Text);
        await using SampleDashboard open = await SampleDashboard.OpenAsync(static sample => sample.Options(changesByGet: true));
        Assert.Equal("\"running\"", (await open.GetAsync("/v1/api/bot?action=start&id=csv-parser", await open.LogInAsync())).Text);
    }

    [Theory]
    [InlineData("viewer", "POST", "/v1/api/bot?action=stop&id=csv-parser")]
    [InlineData("viewer", "POST", "/v1/api/clear?id=csv-parser-queue")]
    [InlineData("viewer", "POST", "/v1/api/run?bot=csv-parser&cmd=pop")]
    [InlineData("operator", "POST", "/v1/api/runtime")]
    [InlineData("operator", "POST", "/v1/api/positions")]
    [InlineData("operator", "GET", "/v1/api/config?file=/etc/passwd")]
    public async Task Who_has_not_the_role_may_not(string user, string method, string path)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.SendAsync(method, path, await sample.LogInAsync(user))).Status);
    }

    [Fact]
    public async Task What_is_changed_is_in_the_audit_log_with_who()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("operator");
        await sample.PostFormAsync("/v1/api/botnet?action=start&group=parsers", token);
        await sample.PostFormAsync("/v1/api/clear?id=file-output-queue", token);
        IReadOnlyList<AuditEntry> entries = await sample.Records.Audit.ReadAsync(new AuditFilter(), default);
        Assert.Equal(["queue.clear", "bot.start", "session.open"], entries.Select(static entry => entry.Action));
        Assert.All(entries, static entry => Assert.Equal("operator", entry.Who));
    }

    [Fact]
    public async Task A_configuration_is_written_with_what_was_not_changed_left_as_it_was()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("configurator");
        JsonObject runtime = (await sample.GetAsync("/v1/api/runtime", token)).Json!.AsObject();
        runtime["csv-parser"]!["description"] = "Reads two columns.";
        Assert.Equal("success", (await sample.PostJsonAsync("/v1/api/runtime", token, runtime.ToJsonString())).Text);
        Assert.StartsWith("# Kept by hand.", sample.Runtime, StringComparison.Ordinal);
        Assert.Contains("description: Reads two columns.", sample.Runtime, StringComparison.Ordinal);
        Assert.Equal(2, (await sample.Records.Definitions.ListAsync(Configurator.Pipeline, null, 10, default)).Count);
    }

    [Fact]
    public async Task A_configuration_that_cannot_run_or_reaches_outside_is_not_written()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("configurator");
        string before = sample.Runtime;
        JsonObject runtime = (await sample.GetAsync("/v1/api/runtime", token)).Json!.AsObject();
        runtime["file-output"]!["parameters"]!["file"] = "/etc/cron.d/evil";
        Reply refused = await sample.PostJsonAsync("/v1/api/runtime", token, runtime.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.Contains("is in none of the folders that are allowed here", refused.Text, StringComparison.Ordinal);
        runtime = (await sample.GetAsync("/v1/api/runtime", token)).Json!.AsObject();
        runtime["csv-parser"]!["module"] = "intelmq.bots.parsers.generic.parser_cvs";
        Assert.NotEqual("success", (await sample.PostJsonAsync("/v1/api/runtime", token, runtime.ToJsonString())).Text);
        Assert.Equal(before, sample.Runtime);
    }

    [Fact]
    public async Task A_secret_is_never_read_and_stays_when_the_rest_is_written()
    {
        const string Bot = """
            http-collector:
              module: intelmq.bots.collectors.http.collector_http
              group: Collector
              name: HTTP
              description: Fetches.
              enabled: false
              parameters: {http_url: 'https://feeds.example.com/', http_username: me, http_password: hunter2, destination_queues: {_default: [csv-parser-queue]} }

            """;
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(
            static sample => new DashboardOptions { Host = sample.Host, Records = sample.Records, Access = DashboardAccess.Users, Outside = new() { Folders = [sample.Root], Hosts = ["feeds.example.com"] } },
            bots: Bot);
        string token = await sample.LogInAsync("configurator");
        Reply read = await sample.GetAsync("/v1/api/runtime", token);
        Assert.DoesNotContain("hunter2", read.Text, StringComparison.Ordinal);
        JsonObject runtime = read.Json!.AsObject();
        Assert.Equal("********", runtime["http-collector"]!["parameters"]!["http_password"]!.GetValue<string>());
        runtime["http-collector"]!["description"] = "Fetches a feed.";
        Assert.Equal("success", (await sample.PostJsonAsync("/v1/api/runtime", token, runtime.ToJsonString())).Text);
        Assert.Contains("http_password: hunter2", sample.Runtime, StringComparison.Ordinal);
        DefinitionVersion? kept = await sample.Records.Definitions.FindAsync(Configurator.Pipeline, null, default);
        Assert.DoesNotContain("hunter2", System.Text.Encoding.UTF8.GetString(kept!.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_shown_as_text_inside_their_folder_and_nowhere_else_by_links_either()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync();
        string files = Path.Combine(sample.Root, "files");
        await File.WriteAllTextAsync(Path.Combine(files, "page.html"), "<script>alert(1)</script>");
        File.CreateSymbolicLink(Path.Combine(files, "out"), "/etc");
        File.CreateSymbolicLink(Path.Combine(files, "in"), Path.Combine(files, "out", "passwd"));
        Reply shown = await sample.GetAsync($"/v1/api/config?file={files}/page.html", token);
        Assert.Equal(("text/plain; charset=utf-8", "nosniff", "attachment"), (shown.Type, shown.Headers["X-Content-Type-Options"], shown.Headers["Content-Disposition"]));
        foreach (string path in (string[])[$"{files}/out/passwd", $"{files}/in", $"{files}/../etc/runtime.yaml", $"{files}X", "/etc/passwd", "etc", "", "%00", $"{files}/%00"])
            Assert.Equal("""["Unknown resource"]""", (await sample.GetAsync($"/v1/api/config?file={path}", token)).Text);
    }

    [Fact]
    public async Task A_message_by_hand_goes_where_the_bot_sends_and_a_body_that_is_too_long_is_refused()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string token = await sample.LogInAsync("operator");
        Reply sent = await sample.PostFormAsync("/v1/api/run?bot=taxonomy-expert&cmd=send", token, ("msg", """{"source.ip": "192.0.2.9"}"""));
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        Assert.Contains("192.0.2.9", (await sample.PostFormAsync("/v1/api/run?bot=file-output&cmd=pop", token)).Text, StringComparison.Ordinal);
        Assert.Contains("No message waits", (await sample.PostFormAsync("/v1/api/run?bot=file-output&cmd=pop", token)).Text, StringComparison.Ordinal);
        Reply tooLong = await sample.PostFormAsync("/v1/api/login", null, ("username", new string('x', 20_000)), ("password", ""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.Status);
    }

    [Fact]
    public async Task Another_site_cannot_have_a_browser_change_something_where_anyone_may_ask()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(static sample => new DashboardOptions { Host = sample.Host, Access = DashboardAccess.Anyone, AnyoneRole = DashboardRole.Admin, AllowsChangesByGet = true });
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.SendAsync("GET", "/v1/api/bot?action=start&id=csv-parser", null, null, ("Sec-Fetch-Site", "cross-site"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await sample.SendAsync("GET", "/v1/api/bot?action=start&id=csv-parser", null, null, ("Sec-Fetch-Site", "same-origin"))).Status);
    }
}
