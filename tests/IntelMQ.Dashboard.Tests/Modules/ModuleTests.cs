using System.Net;
using System.Resources;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Dashboard.Modules;
using IntelMQ.Dashboard.Tests.Support;
using IntelMQ.Records;

namespace IntelMQ.Dashboard.Tests.Modules;

public sealed partial class ModuleTests
{
    private readonly NoteBook _book = new();

    [Fact]
    public async Task A_module_is_in_the_navigation_has_pages_styles_and_texts_of_its_own_below_any_prefix()
    {
        _book.Add("anna", "<b>one</b>", "two", "three", "four");
        await using SampleDashboard sample = await OpenAsync("/intelmq");
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "viewer", "/intelmq");
        Reply overview = await visitor.GetAsync("");
        Assert.Contains("<a href=\"/intelmq/notes\">Notes</a>", overview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.css", overview.Text, StringComparison.Ordinal);
        Reply page = await visitor.GetAsync("notes");
        Assert.Contains("What operators tell each other.", page.Text, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\">Notes", page.Text, StringComparison.Ordinal);
        Assert.Contains("four", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form class=\"narrow\"", page.Text, StringComparison.Ordinal);
        Assert.Equal("text/css; charset=utf-8", (await sample.GetAsync(Stylesheet().Match(page.Text).Groups[1].Value)).Type);
        string older = (await visitor.GetAsync(Older().Match(page.Text).Groups[1].Value)).Text;
        Assert.Contains("&lt;b&gt;one", older, StringComparison.Ordinal);
        Assert.Contains("Was sich Betreiber sagen.", (await sample.SendAsync("GET", "/intelmq/notes", null, null, ("Cookie", $"intelmq-session={visitor.Session}"), ("Accept-Language", "de"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_modules_form_takes_fields_and_files_notes_who_sent_them_and_says_what_is_wrong()
    {
        await using SampleDashboard sample = await OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        Assert.Equal((HttpStatusCode.SeeOther, "/notes"), Seen(await visitor.PostAsync("notes", ("text", "by hand"))));
        Assert.Equal((HttpStatusCode.SeeOther, "/notes"), Seen(await SendAsync(visitor, await visitor.ProofAsync("notes"), "../a\u0007b.txt", "from a file\nand another")));
        Assert.Equal(["and another", "from a file", "by hand"], _book.Read(null, 10).Notes.Select(static note => note.Text));
        Assert.Equal("operator", _book.Read(null, 1).Notes[0].Who);
        Assert.Equal(2, (await sample.Records.Audit.ReadAsync(new AuditFilter(), default)).Count(static entry => entry is { Action: "note.add", Who: "operator" }));
        Reply wrong = await visitor.PostAsync("notes", ("text", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("<a href=\"#text\"><bdi>A note says something.</bdi></a>", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_modules_form_without_its_proof_or_role_or_of_another_site_reaches_no_handler()
    {
        await using SampleDashboard sample = await OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(visitor, new string('0', 64), "a.txt", "x")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.SendFormAsync("notes", "cross-site", ("proof", await visitor.ProofAsync("notes")), ("text", "x"))).Status);
        PageVisitor viewer = await PageVisitor.SignInAsync(sample, "viewer");
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("notes", ("text", "x"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await sample.GetAsync("/notes")).Status);
        Assert.Empty(_book.Read(null, 10).Notes);
    }

    [Theory]
    [InlineData((1 << 20) + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(3 << 20, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(1 << 20, HttpStatusCode.SeeOther)]
    public async Task A_file_is_as_long_as_the_module_takes_and_no_longer(int length, HttpStatusCode status)
    {
        await using SampleDashboard sample = await OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        Reply reply = await SendAsync(visitor, await visitor.ProofAsync("notes"), "a.txt", new string('x', length));
        Assert.Equal(status, reply.Status);
        Assert.Equal(status == HttpStatusCode.SeeOther ? 1 : 0, _book.Read(null, 10).Notes.Count);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    public async Task A_form_that_is_none_is_refused(string type)
    {
        await using SampleDashboard sample = await OpenAsync();
        PageVisitor visitor = await PageVisitor.SignInAsync(sample, "operator");
        var content = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"proof\"\r\n\r\nabc"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        Assert.True((await visitor.SendAsync("notes", content)).Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_modules_operations_are_below_v2_for_tokens_and_for_pages()
    {
        _book.Add("anna", "one");
        await using SampleDashboard sample = await OpenAsync("/intelmq");
        string token = (await sample.PostFormAsync("/intelmq/v1/api/login", null, ("username", "viewer"), ("password", SampleDashboard.Password))).Json!["login_token"]!.GetValue<string>();
        Reply reply = await sample.GetAsync("/intelmq/v2/notes", $"Bearer {token}");
        Assert.Equal("""{"items":[{"number":1,"who":"anna","text":"one"}],"next":null}""", reply.Text);
        Reply nobody = await sample.GetAsync("/intelmq/v2/notes");
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json", "Bearer"), (nobody.Status, nobody.Type, nobody.Headers["WWW-Authenticate"]));
        Reply other = await sample.SendAsync("DELETE", "/intelmq/v2/notes", $"Bearer {token}");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET"), (other.Status, other.Headers["Allow"]));
        Assert.Equal(HttpStatusCode.NotFound, (await sample.GetAsync("/intelmq/v2/notes/more", $"Bearer {token}")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Notes")]
    [InlineData("users")]
    [InlineData("v2")]
    [InlineData("a/b")]
    [InlineData("notes")]
    public async Task A_name_that_a_module_cannot_have_is_told_at_once(string name)
        => await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(more: new Named(name, static _ => { })));

    [Fact]
    public async Task Texts_and_assets_that_are_not_there_are_told_at_once()
    {
        var missing = new ResourceManager("Nowhere.Texts", typeof(ModuleTests).Assembly);
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(more: new Named("other", builder => builder.AddTexts(missing, missing))));
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(more: new Named("other", static builder => builder.AddAsset("a.css", typeof(ModuleTests).Assembly, "nowhere"))));
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(more: new Named("other", static builder => builder.AddAsset("a.exe", typeof(ModuleTests).Assembly, "notes.css"))));
    }

    private async Task<SampleDashboard> OpenAsync(string prefix = "/", IDashboardModule? more = null)
        => await SampleDashboard.OpenAsync(sample => sample.Options(modules: more is null ? [new NotesModule(_book)] : [new NotesModule(_book), more]), prefix);

    private static (HttpStatusCode, string?) Seen(Reply reply) => (reply.Status, reply.Headers.GetValueOrDefault("Location"));

    private static Task<Reply> SendAsync(PageVisitor visitor, string proof, string name, string text)
    {
        var content = new MultipartFormDataContent
        {
            { new StringContent(proof), "proof" },
            { new StringContent(""), "text" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name },
        };
        return visitor.SendAsync("notes", content);
    }

    private sealed class Named(string name, Action<DashboardModuleBuilder> build) : IDashboardModule
    {
        public string Name => name;

        public void Build(DashboardModuleBuilder builder) => build(builder);
    }

    [GeneratedRegex("href=\"([^\"]+notes.css)\"")]
    private static partial Regex Stylesheet();

    [GeneratedRegex("href=\"/intelmq/(notes[?]below=[0-9]+)\"")]
    private static partial Regex Older();
}
