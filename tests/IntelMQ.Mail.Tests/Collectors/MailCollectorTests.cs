using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Intake;
using IntelMQ.Mail.Collectors;
using IntelMQ.Mail.Connections;
using IntelMQ.Messages;
using IntelMQ.Testing;

namespace IntelMQ.Mail.Tests.Collectors;

public sealed partial class MailCollectorTests(MailServerFixture fixture) : IClassFixture<MailServerFixture>, IDisposable
{
    private static readonly string[] Described = ["extra.file_name", "extra.email_subject", "extra.email_from", "extra.email_message_id", "extra.email_date", "feed.name"];

    private readonly TestServices _services = new();

    public void Dispose() => _services.Dispose();

    [DovecotFact]
    public async Task Attachments_are_unpacked_and_the_mail_is_marked()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Daily report", Mails.Text("Hello"), Mails.Attached("feed.csv.zip", Mails.Zip(("a.csv", "a\n1\n"), ("b.csv", "b\n2\n")))));
        server.Deliver(user, Mails.Of("Nothing in it", Mails.Text("Hello")));

        BotRun run = await CollectAsync(new MailAttachCollector(server.Set(new MailAttachCollectorOptions(), user), _services.Services));

        Assert.Equal(["a\n1", "b\n2"], run.Reports.Select(Raw));
        Report report = run.Reports[0];
        Assert.Equal(
            "a.csv|Daily report|feed@example.com|<one@example.com>|Mon, 04 May 2026 10:00:00 +0000|Mails",
            string.Join('|', Described.Select(field => report[field].ToString())));
        Assert.Equal([true, false], server.Read(user));
        Assert.Empty(run.Failures);
    }

    [DovecotFact]
    public async Task Texts_come_in_utf8_with_line_feeds_and_attached_ones_do_not_come()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        var latin = Mails.Text("");
        latin.SetText(Encoding.Latin1, "Grüße\r\nzwei");
        var attached = Mails.Text("not this");
        attached.ContentDisposition = new MimeKit.ContentDisposition(MimeKit.ContentDisposition.Attachment) { FileName = "x.txt" };
        server.Deliver(user, Mails.Of("Report", Mails.Text("<p>html</p>", "html"), latin, attached));

        BotRun both = await CollectAsync(new MailBodyCollector(server.Set(new MailBodyCollectorOptions(), user), _services.Services));
        server.MarkUnread(user);
        BotRun html = await CollectAsync(new MailBodyCollector(server.Set(new MailBodyCollectorOptions { ContentTypes = MailContentTypes.Of("html") }, user), _services.Services));

        Assert.Equal(["Grüße\nzwei", "<p>html</p>"], both.Reports.Select(Raw));
        Assert.Equal(["<p>html</p>"], html.Reports.Select(Raw));
    }

    [DovecotFact]
    public async Task A_mail_that_is_nothing_but_HTML_comes_also_where_plain_text_alone_is_asked_for()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text("<p>html</p>", "html")));
        server.Deliver(user, Mails.Of("Report", Mails.Text("<p>html</p>", "html"), Mails.Text("plain")));

        BotRun run = await CollectAsync(new MailBodyCollector(server.Set(new MailBodyCollectorOptions { ContentTypes = MailContentTypes.Of("plain") }, user), _services.Services));

        Assert.Equal(["<p>html</p>", "plain"], run.Reports.Select(Raw));
    }

    [DovecotFact]
    public async Task Folders_senders_recipients_and_subjects_are_filtered()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report one", Mails.Text("1")), "Feeds/A");
        server.Deliver(user, Mails.Of("Report two", Mails.Text("2")), "Feeds/B");
        server.Deliver(user, Mails.Of("Advertisement", Mails.Text("3")), "Feeds/B");
        MimeKit.MimeMessage other = Mails.Of("Report three", Mails.Text("4"));
        other.From.Clear();
        other.From.Add(new MimeKit.MailboxAddress("", "other@example.com"));
        server.Deliver(user, other, "Feeds/B");
        MailBodyCollectorOptions options = server.Set(new MailBodyCollectorOptions { Folder = "Feeds/A", Folders = ["Feeds/B"], SentFrom = "feed@", SentTo = "desk@", SubjectRegex = "^Report" }, user);

        BotRun run = await CollectAsync(new MailBodyCollector(options, _services.Services));

        Assert.Equal(["1", "2"], run.Reports.Select(Raw));
        Assert.Equal([true, false, false], server.Read(user, "Feeds/B"));
    }

    [DovecotFact]
    public async Task A_mail_is_marked_only_when_all_its_reports_are_settled()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text("1"), Mails.Text("2")));
        await using var collector = new MailBodyCollector(server.Set(new MailBodyCollectorOptions(), user), _services.Services);

        List<CollectedReport> reports = await collector.CollectAsync(default).ToListAsync();
        Assert.Equal(2, reports.Select(static report => Convert.ToHexString(report.Identity.Span)).Distinct().Count());
        Assert.All(reports, static report => Assert.Single(report.Changes));
        await reports[1].SettleAsync(default);
        Assert.Equal([false], server.Read(user));
        await reports[0].SettleAsync(default);
        Assert.Equal([true], server.Read(user));
    }

    [DovecotFact]
    public async Task The_same_mail_has_the_same_identity_until_the_folder_is_another()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text("1")), "Box");
        await using var collector = new MailBodyCollector(server.Set(new MailBodyCollectorOptions { Folder = "Box" }, user), _services.Services);

        string first = IdentityOf((await collector.CollectAsync(default).ToListAsync()).Single());
        string again = IdentityOf((await collector.CollectAsync(default).ToListAsync()).Single());
        server.Renew(user, "Box");
        await Task.Delay(1100);
        server.Renew(user, "Box");
        server.Deliver(user, Mails.Of("Report", Mails.Text("1")), "Box");
        string other = IdentityOf((await collector.CollectAsync(default).ToListAsync()).Single());

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        static string IdentityOf(CollectedReport report) => Convert.ToHexString(report.Identity.Span);
    }

    [DovecotFact]
    public async Task A_mail_that_somebody_marks_as_unread_is_taken_again()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        server.Deliver(user, Mails.Of("Report", Mails.Text("1")));
        await using BotSession session = await BotSession.StartAsync(new MailBodyCollector(server.Set(new MailBodyCollectorOptions(), user), _services.Services), default);

        await session.CollectAsync(default);
        await session.CollectAsync(default);
        Assert.Single(session.Run.Reports);
        server.MarkUnread(user);
        await session.CollectAsync(default);
        Assert.Equal(2, session.Run.Reports.Count);
    }

    [DovecotFact]
    public async Task A_broken_attachment_is_a_failure_and_costs_no_other()
    {
        DovecotServer server = fixture.Server;
        string user = server.NewUser();
        byte[] good = Mails.Zip(("a.csv", "a\n1\n"));
        server.Deliver(user, Mails.Of("Report", Mails.Attached("1.csv.zip", "no archive"u8.ToArray()), Mails.Attached("2.csv.zip", good[..^10]), Mails.Attached("3.csv.zip", good)));

        BotRun run = await CollectAsync(new MailAttachCollector(server.Set(new MailAttachCollectorOptions(), user), _services.Services));

        Assert.Equal(["a\n1"], run.Reports.Select(Raw));
        Assert.Equal(2, run.Failures.Count);
        Assert.Equal("The attachment '1.csv.zip' is no archive, although extract_files is set.", run.Failures[0].Reason);
        Assert.Equal("1.csv.zip", run.Failures[0].Message["extra.file_name"].ToString());
        Assert.Equal([true], server.Read(user));
    }

    public static TheoryData<string> Hostile { get; } =
    [
        "nesting", "ten thousand parts", "no boundary", "unknown boundary", "wrong charset", "bad base64", "nothing", "no headers", "half a header", "too large", "endless header",
    ];

    [DovecotFact]
    public async Task Options_that_cannot_be_used_are_said_at_once()
    {
        var refusal = Assert.Throws<BotConfigurationException>(static () => new MailAttachCollector(new MailAttachCollectorOptions { SubjectRegex = "(", AttachRegex = "[" }));
        foreach (string parameter in new[] { "mail_host", "mail_user", "mail_password", "subject_regex", "attach_regex" })
            Assert.Contains(parameter, refusal.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    private static string HostileMail(string kind)
    {
        const string Head = "From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n";
        return kind switch
        {
            "nesting" => Head + string.Concat(Enumerable.Range(0, 3000).Select(static i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n")) + "Content-Type: text/plain\r\n\r\nx",
            "ten thousand parts" => Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(Enumerable.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 10_000)) + "--b--\r\n",
            "no boundary" => Head + "Content-Type: multipart/mixed\r\n\r\nx\r\n",
            "unknown boundary" => Head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n",
            "wrong charset" => Head + "Content-Type: text/plain; charset=no-such-thing\r\n\r\n\u00ff\u0000\u0081\r\n",
            "bad base64" => Head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n=====!!!!\u0001AA\r\n",
            "nothing" => "\r\n",
            "no headers" => "\r\n\r\nbody\r\n",
            "half a header" => "From",
            "too large" => Head + "\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 40_000)),
            _ => "Subject: " + string.Concat(Enumerable.Repeat(new string('y', 60) + "\r\n ", 5000)) + "\r\n\r\nx\r\n",
        };
    }

    // The mails end with a line end.
    private static string Raw(Report report) => Encoding.UTF8.GetString(report.Raw.Span).TrimEnd('\n');

    private static async Task<BotRun> CollectAsync(MailCollector collector)
    {
        await using BotSession session = await BotSession.StartAsync(collector, default);
        await session.CollectAsync(default);
        return session.Run;
    }

    private Task<MailServiceException> FailureAsync(MailBodyCollectorOptions options)
        => Assert.ThrowsAsync<MailServiceException>(() => CollectAsync(new MailBodyCollector(options, _services.Services)));
}
