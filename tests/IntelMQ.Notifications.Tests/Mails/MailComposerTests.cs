using System.IO.Compression;
using System.Text;
using IntelMQ.Formats;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Tests.Stores;
using MimeKit;

namespace IntelMQ.Notifications.Tests.Mails;

public sealed class MailComposerTests
{
    private static readonly MailSettings Settings = new() { From = "Example CERT <cert@example.org>", Bounces = "bounces@example.org", ListId = "notifications.example.org" };

    private readonly MailTexts _texts = new();

    [Fact]
    public void A_mail_has_a_text_a_table_and_the_headers_of_a_machine()
    {
        MimeMessage mail = Compose([Some.Directive(), Some.Directive("192.0.2.8")], new MailOccasion { Ticket = "20260131-10000001", Follows = "first@example.org" });
        Assert.Equal("[20260131-10000001] 2 events in your networks", mail.Subject);
        Assert.Equal("\"Example CERT\" <cert@example.org>", mail.From.ToString());
        Assert.Equal("abuse@example.com", mail.To.ToString());
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("<notifications.example.org>", mail.Headers["List-Id"]);
        Assert.Equal("<mailto:cert@example.org?subject=unsubscribe>", mail.Headers["List-Unsubscribe"]);
        Assert.Equal(("first@example.org", "first@example.org"), (mail.InReplyTo, Assert.Single(mail.References)));
        Assert.Equal(NotificationStoreCases.NewClock().GetUtcNow(), mail.Date);
        Assert.Contains("They are attached: events.csv.", mail.TextBody, StringComparison.Ordinal);
        MimePart file = Assert.IsType<TextPart>(Assert.Single(mail.Attachments));
        Assert.Equal("events.csv", file.FileName);
        Assert.Equal("source.ip,classification.type,classification.identifier\r\n192.0.2.7,vulnerable-system,open-dns\r\n192.0.2.8,vulnerable-system,open-dns\r\n", TextOf(file));
    }

    [Fact]
    public void The_same_directives_are_the_same_mail_and_an_exercise_is_another()
    {
        StoredDirective[] rows = Rows(Some.Directive(), Some.Directive("192.0.2.8"));
        MailComposer composer = NewComposer(Settings);
        string id = composer.Compose(rows, new MailOccasion { Ticket = "1" }).Mail!.Id;
        Assert.Equal(id, composer.Compose(rows, new MailOccasion { Ticket = "2" }).Mail!.Id);
        Assert.EndsWith("@example.org", id, StringComparison.Ordinal);
        Assert.NotEqual(id, composer.Compose([rows[0]], new MailOccasion()).Mail!.Id);
        Assert.NotEqual(id, composer.Compose(rows, new MailOccasion { DivertedTo = "trainer@example.org" }).Mail!.Id);
    }

    [Fact]
    public void Texts_are_found_by_name_and_language_with_fallbacks()
    {
        _texts.Set("open-dns", "", MailText.Parse("Open DNS\n\nenglish"));
        _texts.Set("open-dns", "de", MailText.Parse("Offenes DNS\n\nHallo {{ organisation }}, {{ rows }} Ereignisse für {{ event['source.ip'] }}"));
        _texts.Set("default", "fr", MailText.Parse("Bonjour\n\nfr"));
        MimeMessage german = Compose([Some.Directive() with { Template = "open-dns", Language = "de-AT", Organisation = "Beispiel GmbH" }]);
        Assert.Equal("Offenes DNS", german.Subject);
        Assert.Equal("Hallo Beispiel GmbH, 1 Ereignisse für 192.0.2.7", german.TextBody!.TrimEnd());
        Assert.Equal("Open DNS", Compose([Some.Directive() with { Template = "open-dns", Language = "fr" }]).Subject);
        Assert.Equal("Bonjour", Compose([Some.Directive() with { Template = "missing", Language = "fr" }]).Subject);
        Assert.Equal("1 events in your networks", Compose([Some.Directive() with { Template = "missing" }]).Subject);
    }

    [Fact]
    public void Each_problem_is_a_part_of_one_mail()
    {
        _texts.Set("one", "", MailText.Parse("First\n\nabout {{ rows }} of one"));
        _texts.Set("two", "", MailText.Parse("Second\n\nabout {{ rows }} of two: {{ table }}"));
        Directive[] directives = [Some.Directive() with { Template = "one" }, Some.Directive("192.0.2.8") with { Template = "two", Format = AttachmentFormat.Inline }, Some.Directive("192.0.2.9") with { Template = "one" }];
        MimeMessage mail = Compose(directives);
        Assert.Equal("First", mail.Subject);
        Assert.Contains("about 2 of one", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("about 1 of two: source.ip,classification.type,classification.identifier", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal("one.csv", Assert.Single(mail.Attachments).ContentDisposition!.FileName);
        _texts.Set("frame", "", MailText.Parse("{{ parts | length }} topics, {{ rows }} events\n\n{% for part in parts %}* {{ part.subject }} ({{ part.rows }})\n{% endfor %}"));
        MimeMessage framed = Compose(directives);
        Assert.Equal("2 topics, 3 events", framed.Subject);
        Assert.Equal("* First (2)\n* Second (1)", framed.TextBody!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public void Only_the_fields_that_are_meant_for_recipients_leave()
    {
        Directive directive = Some.Directive();
        directive.Message["source.abuse_contact"] = "other@example.net";
        directive.Message["source.port"] = 53;
        MimeMessage mail = Compose([directive with { Format = AttachmentFormat.Json }]);
        Assert.Equal("""[{"source.ip":"192.0.2.7","source.port":53,"classification.type":"vulnerable-system","classification.identifier":"open-dns"}]""", TextOf(Assert.IsType<MimePart>(Assert.Single(mail.Attachments))));
        Assert.DoesNotContain("other@example.net", Encoding.UTF8.GetString(Bytes(mail)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_cell_is_calculated_and_no_value_begins_a_header_or_a_line()
    {
        _texts.Set("default", "", MailText.Parse("About {{ event['event_description.text'] }}\n\n{{ event['event_description.text'] }}"));
        Directive directive = Some.Directive();
        directive.Message["event_description.text"] = "=HYPERLINK(\"http://192.0.2.1\")\r\nBcc: other@example.net\r\n\u0007";
        MimeMessage mail = Compose([directive]);
        Assert.StartsWith("About =HYPERLINK", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Headers, static header => header.Field == "Bcc");
        Assert.Contains("\"'=HYPERLINK(\"\"http://192.0.2.1\"\")\\r\\nBcc:", TextOf(Assert.IsType<TextPart>(Assert.Single(mail.Attachments))), StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', mail.TextBody!);
    }

    [Fact]
    public void Large_tables_are_packed()
    {
        MimePart file = Assert.IsType<MimePart>(Assert.Single(Compose([Some.Directive()], settings: Settings with { PackedAbove = 10 }).Attachments));
        Assert.Equal("events.csv.zip", file.FileName);
        using var content = new MemoryStream();
        file.Content!.DecodeTo(content);
        using var archive = new ZipArchive(content);
        Assert.Equal("events.csv", Assert.Single(archive.Entries).FullName);
    }

    [Fact]
    public void Each_event_is_a_report_of_xarf_where_somebody_reports()
    {
        Directive[] directives = [Some.Directive() with { Format = AttachmentFormat.Xarf }, Some.Directive("192.0.2.8") with { Format = AttachmentFormat.Xarf }];
        Assert.Equal("it is to be told as XARF, and nobody is set who reports", NewComposer(Settings).Compose(Rows(directives), new MailOccasion()).Refusal);
        MimeMessage mail = Compose(directives, settings: Settings with { Reporter = new XarfReporter("Example CERT", "cert@example.org", "example.org") });
        Assert.Equal(["events-1.xarf.json", "events-2.xarf.json"], mail.Attachments.Select(static file => file.ContentDisposition!.FileName));
        Assert.All(mail.Attachments.Cast<MimePart>(), static file => Assert.Null(Xarf.Read(Encoding.UTF8.GetBytes(TextOf(file))).Reason));
    }

    [Fact]
    public void An_exercise_says_so_and_goes_to_one_address()
    {
        ComposedMail made = NewComposer(Settings).Compose(Rows(Some.Directive()), new MailOccasion { DivertedTo = "trainer@example.org" });
        Assert.Equal(("trainer@example.org", "abuse@example.com", true, "bounces@example.org"), (made.Mail!.SentTo, made.Mail.Recipient, made.Mail.IsExercise, made.Mail.Sender));
        MimeMessage mail = Parse(made);
        Assert.Equal("trainer@example.org", mail.To.ToString());
        Assert.StartsWith("[EXERCISE, for abuse@example.com] ", mail.Subject, StringComparison.Ordinal);
        Assert.StartsWith("***** EXERCISE *****", mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@example.com,b@example.com")]
    [InlineData("a@example.com\r\nbcc:b@example.com")]
    public void A_recipient_that_is_no_bare_address_gets_nothing(string recipient)
        => Assert.Equal("the recipient is no address that mail can be sent to", NewComposer(Settings).Compose(Rows(Some.Directive(recipient: recipient)), new MailOccasion()).Refusal);

    [Fact]
    public void A_text_that_fails_makes_no_mail()
    {
        _texts.Set("default", "", MailText.Parse("x\n\n{{ event.nothing.more }}"));
        Assert.StartsWith("the text 'default' fails for these events, line 1", NewComposer(Settings).Compose(Rows(Some.Directive()), new MailOccasion()).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_be_protected_and_cannot_be_makes_no_mail()
        => Assert.NotNull(NewComposer(Settings).Compose(Rows(Some.Directive() with { Protection = MailProtection.Encrypted }), new MailOccasion()).Refusal);

    [Fact]
    public void Rows_of_two_recipients_are_never_one_mail()
        => Assert.Throws<ArgumentException>(() => NewComposer(Settings).Compose(Rows(Some.Directive(), Some.Directive(recipient: "noc@example.com")), new MailOccasion()));

    private MimeMessage Compose(Directive[] directives, MailOccasion? occasion = null, MailSettings? settings = null)
        => Parse(NewComposer(settings ?? Settings).Compose(Rows(directives), occasion ?? new MailOccasion()));

    private MailComposer NewComposer(MailSettings settings) => new(_texts, settings, NotificationStoreCases.NewClock());

    private static StoredDirective[] Rows(params Directive[] directives) => [.. directives.Select(static (directive, i) => new StoredDirective(i + 1, directive, DirectiveState.Pending, null, null, default))];

    private static MimeMessage Parse(ComposedMail made)
    {
        Assert.Null(made.Refusal);
        using var content = new MemoryStream(made.Mail!.Content.ToArray());
        MimeMessage mail = MimeMessage.Load(content);
        Assert.Equal(made.Mail.Id, mail.MessageId);
        return mail;
    }

    private static byte[] Bytes(MimeMessage mail)
    {
        using var data = new MemoryStream();
        mail.WriteTo(data);
        return data.ToArray();
    }

    private static string TextOf(MimePart file)
    {
        using var content = new MemoryStream();
        file.Content!.DecodeTo(content);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}
