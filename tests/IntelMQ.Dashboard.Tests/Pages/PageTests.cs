using System.Collections;
using System.Globalization;
using System.Net;
using System.Resources;
using System.Text.RegularExpressions;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Hosting.Control;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.Pages;

public sealed partial class PageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/check")]
    [InlineData("/audit")]
    [InlineData("/about")]
    [InlineData("/nothing/of/the/kind")]
    public async Task Who_has_not_signed_in_is_sent_to_the_door_and_nowhere_else(string path)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(prefix: "/intelmq");
        Reply reply = await sample.GetAsync($"/intelmq{path}?next=https://evil.example/");
        Assert.Equal((HttpStatusCode.Redirect, "/intelmq/sign-in"), (reply.Status, reply.Headers["Location"]));
    }

    [Fact]
    public async Task Who_signs_in_gets_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(prefix: "/intelmq");
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin", "/intelmq");
        Assert.Matches("^intelmq-session=[0-9a-f]{32}; path=/intelmq/; samesite=strict; httponly$", visitor.SetCookie);
        Reply page = await visitor.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_somebody_else_has_chosen_does_not_become_the_users()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        var visitor = new PageVisitor(sample, "") { Session = new string('a', 32) };
        await visitor.SignInAsync("admin");
        Assert.NotEqual(new string('a', 32), visitor.Session);
        Assert.Equal(HttpStatusCode.Redirect, (await sample.SendAsync("GET", "/", null, null, ("Cookie", $"intelmq-session={new string('a', 32)}"))).Status);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_ended_for_good()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "viewer");
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("sign-out")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("")).Status);
    }

    [Fact]
    public async Task A_button_does_what_it_says_and_the_audit_page_tells_of_it()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin");
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("bots", ("bot", "csv-parser"), ("action", "start"))).Status);
        Assert.Equal(HostBotState.Running, (await sample.Host.Control.GetStatusAsync()).Find("csv-parser")!.State);
        Reply audit = await visitor.GetAsync("audit");
        Assert.Contains("bot.start", audit.Text, StringComparison.Ordinal);
        Assert.Contains("csv-parser", audit.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "same-origin")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "same-origin")]
    [InlineData("right", "cross-site")]
    [InlineData("right", "same-site")]
    public async Task A_form_that_is_not_ours_or_comes_from_elsewhere_does_nothing(string? proof, string site)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin");
        string given = proof == "right" ? await visitor.ProofAsync("") : proof ?? "";
        Reply reply = await visitor.SendFormAsync("bots", site, ("proof", given), ("bot", "csv-parser"), ("action", "start"));
        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
        Assert.Equal(HostBotState.Stopped, (await sample.Host.Control.GetStatusAsync()).Find("csv-parser")!.State);
        Assert.DoesNotContain(await sample.Records.Audit.ReadAsync(new AuditFilter(), default), static entry => entry.Action == "bot.start");
    }

    [Fact]
    public async Task A_viewer_sees_no_buttons_and_may_not_send_what_they_send()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "viewer");
        Assert.DoesNotContain("name=\"action\"", (await visitor.GetAsync("")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("bots", ("bot", ""), ("action", "stop"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("audit")).Status);
    }

    [Theory]
    [InlineData("explode", "csv-parser", HttpStatusCode.BadRequest)]
    [InlineData("start", "<b>nobody</b>", HttpStatusCode.Conflict)]
    public async Task What_cannot_be_done_is_told_as_text(string action, string bot, HttpStatusCode status)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin");
        Reply reply = await visitor.PostAsync("bots", ("bot", bot), ("action", action));
        Assert.Equal(status, reply.Status);
        Assert.DoesNotContain("<b>nobody", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bots_page_shows_its_messages_and_its_log_and_clears_the_queue_for_who_types_the_number()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        await sample.Host.Control.SendAsync("csv-parser", """{"source.ip": "192.0.2.9"}""", "_default");
        await File.WriteAllTextAsync(Path.Combine(sample.Root, "log", "csv-parser.log"), "2026-01-31 13:45:10,123 - csv-parser - ERROR - It failed.\n2026-01-31 13:45:11,123 - csv-parser - DEBUG - It went on.\n");
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        Assert.Contains("192.0.2.9", (await visitor.GetAsync("bot?id=taxonomy-expert")).Text, StringComparison.Ordinal);
        string log = (await visitor.GetAsync("bot?id=csv-parser&level=ERROR")).Text;
        Assert.Contains("It failed.", log, StringComparison.Ordinal);
        Assert.DoesNotContain("It went on.", log, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await visitor.PostAsync("clear", ("bot", "taxonomy-expert"), ("count", "2"))).Status);
        Assert.Equal(1, (await sample.Host.Control.GetStatusAsync()).Find("taxonomy-expert")!.Queue!.Waiting);
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("clear", ("bot", "taxonomy-expert"), ("count", "1"))).Status);
        Assert.Equal(0, (await sample.Host.Control.GetStatusAsync()).Find("taxonomy-expert")!.Queue!.Waiting);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("bot?id=%3Cb%3E")).Status);
    }

    [Fact]
    public async Task An_admin_adds_a_user_changes_the_role_and_ends_what_the_user_may()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin");
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("users", ("action", "add"), ("user", "anna"), ("password", SampleDashboard.Password), ("role", "viewer"))).Status);
        PageVisitor anna = await PageVisitor.SignInAsync(sample, "anna");
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await anna.GetAsync("users")).Status);
        await visitor.PostAsync("users", ("action", "role"), ("user", "anna"), ("role", "operator"));
        Assert.Equal("operator", (await sample.Records.Users.FindAsync("anna", default))!.Role);
        await visitor.PostAsync("users", ("action", "password"), ("user", "anna"), ("password", "another long password"));
        Assert.Equal(HttpStatusCode.Redirect, (await anna.GetAsync("")).Status);
        await visitor.PostAsync("users", ("action", "disable"), ("user", "anna"));
        await visitor.PostAsync("users", ("action", "remove"), ("user", "anna"));
        Assert.Null(await sample.Records.Users.FindAsync("anna", default));
        Assert.Equal(["user.remove", "user.disable", "user.password", "user.role", "session.open", "user.add", "session.open"], (await sample.Records.Audit.ReadAsync(new AuditFilter(), default)).Select(static entry => entry.Action));
    }

    [Theory]
    [InlineData("add", "viewer", "a long enough password", "viewer")]
    [InlineData("add", "bert", "short", "viewer")]
    [InlineData("add", "bert", "a long enough password", "emperor")]
    [InlineData("add", "", "a long enough password", "viewer")]
    [InlineData("role", "admin", "", "viewer")]
    [InlineData("disable", "admin", "", "")]
    [InlineData("remove", "viewer", "", "")]
    [InlineData("role", "nobody", "", "viewer")]
    public async Task What_is_wrong_with_a_user_is_refused_and_nobody_loses_the_own_rights(string action, string user, string password, string role)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "admin");
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("users", ("action", action), ("user", user), ("password", password), ("role", role))).Status);
        Assert.Equal(4, (await sample.Records.Users.ListAsync(default)).Count);
        Assert.Equal("admin", (await sample.Records.Users.FindAsync("admin", default))!.Role);
    }

    [Fact]
    public async Task The_language_is_the_browsers_and_all_texts_are_there_in_both()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        Reply german = await sample.SendAsync("GET", "/sign-in", null, null, ("Accept-Language", "fr, de-AT;q=0.9"));
        Assert.Contains("<html lang=\"de\">", german.Text, StringComparison.Ordinal);
        Assert.Contains("Kennwort", german.Text, StringComparison.Ordinal);
        Assert.Contains("Password", (await sample.GetAsync("/sign-in")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Styles_are_kept_by_browsers_under_names_that_change_with_them()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync();
        string style = Stylesheet().Match((await sample.GetAsync("/sign-in")).Text).Groups[1].Value;
        Reply reply = await sample.GetAsync(style);
        Assert.Equal(("text/css; charset=utf-8", "public, max-age=31536000, immutable"), (reply.Type, reply.Headers["Cache-Control"]));
        Assert.Equal(HttpStatusCode.NotFound, (await sample.GetAsync("/assets/..%2f..%2fetc%2fpasswd")).Status);
    }

    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_places()
    {
        static Dictionary<string, string> TextsOf(string language)
        {
            var texts = new ResourceManager($"IntelMQ.Dashboard.Pages.Texts{language}", typeof(DashboardOptions).Assembly);
            return texts.GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<DictionaryEntry>().ToDictionary(static one => (string)one.Key, static one => (string)one.Value!, StringComparer.Ordinal);
        }

        Dictionary<string, string> german = TextsOf("German");
        Dictionary<string, string> english = TextsOf("English");
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), german.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, one => Assert.Equal(Places(one.Value), Places(german[one.Key])));
    }

    private static IEnumerable<string> Places(string text) => Regex.Matches(text, "\\{[0-9]\\}").Select(static match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("href=\"([^\"]+pages.css)\"")]
    private static partial Regex Stylesheet();
}
