using System.Text.Json;
using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Testing;
using MimeKit;

namespace IntelMQ.Mail.Tests.Outputs;

public sealed partial class SmtpOutputTests : IAsyncDisposable
{
    private readonly SmtpPeer _peer = new();
    private readonly TestServices _services = new();

    public async ValueTask DisposeAsync()
    {
        _services.Dispose();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_has_a_date_an_id_a_text_and_a_table()
    {
        await SendAsync(Options(), Events.For("abuse@one.example.com"));

        TakenMail mail = Assert.Single(_peer.Mails);
        Assert.Equal(("cert@localhost", "abuse@one.example.com"), (mail.From, Assert.Single(mail.To)));
        MimeMessage message = mail.Message;
        Assert.Equal("Incident in your AS 64496", message.Subject);
        Assert.Equal(_services.Clock.GetUtcNow().ToUnixTimeSeconds(), message.Date.ToUnixTimeSeconds());
        Assert.EndsWith("@localhost", message.MessageId, StringComparison.Ordinal);
        Assert.NotNull(message.Headers["MIME-Version"]);
        Assert.DoesNotContain("\\n", mail.Text, StringComparison.Ordinal);
        var table = Assert.IsType<TextPart>(message.Attachments.Single());
        Assert.Equal("events.csv", table.FileName);
        Assert.Equal("classification.taxonomy;classification.type;classification.identifier;source.ip;source.asn;source.port\n;scanner;;192.0.2.1;64496;\n", table.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_same_event_has_the_same_id_and_another_has_another()
    {
        await SendAsync(Options(), Events.For("a@one.example.com"));
        await SendAsync(Options(), Events.For("a@one.example.com"));
        await SendAsync(Options(), Events.For("a@one.example.com", 2));

        string[] ids = [.. _peer.Mails.Select(static mail => mail.Message.MessageId!)];
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public async Task Line_breaks_in_values_add_no_header_and_no_recipient()
    {
        SmtpOutputOptions options = Options();
        options.Subject = "about {ev[comment]}";
        await SendAsync(options, Events.Of("""{"source.abuse_contact": "a@one.example.com", "comment": "x\r\nBcc: evil@two.example.com\r\n\r\nbody"}"""));

        TakenMail mail = Assert.Single(_peer.Mails);
        Assert.Equal("about x Bcc: evil@two.example.com  body", mail.Message.Subject);
        Assert.Empty(mail.Message.Bcc);
        Assert.Single(mail.To);
    }

    [Theory]
    [InlineData("{ev[source.abuse_contact]}", """{"source.ip": "192.0.2.1"}""", "mail_to gives no address for this event.")]
    [InlineData("{ev[comment]}", """{"comment": "a@one.example.com\r\nRCPT TO:<evil@two.example.com>"}""", "mail_to gives 'a@one.example.com RCPT TO:<evil@two.example.com>', which holds a line break.")]
    [InlineData("{ev[comment]}", """{"comment": "a b c"}""", "mail_to gives 'a b c', which is no mail address.")]
    [InlineData("{ev[extra.list][3]}", """{"extra.list": ["a@one.example.com"]}""", "The text asks for the part '3' of extra.list, which has none.")]
    public async Task An_event_that_gives_no_recipient_is_refused(string to, string json, string reason)
    {
        SmtpOutputOptions options = Options();
        options.MailTo = to;

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(options, Events.Of(json)));

        Assert.Equal(reason, refusal.Message);
        Assert.Empty(_peer.Mails);
    }

    [Theory]
    [InlineData("a@one.example.com, , b@two.example.com,", "a@one.example.com b@two.example.com")]
    [InlineData("\"Desk, first\" <a@one.example.com>,b@two.example.com", "a@one.example.com b@two.example.com")]
    [InlineData("a@one.example.com,a@one.example.com", "a@one.example.com")]
    [InlineData("{ev[extra.list][0]}", "x@one.example.com")]
    public async Task Recipients_are_read_from_the_text(string to, string expected)
    {
        SmtpOutputOptions options = Options();
        options.MailTo = to;
        await SendAsync(options, Events.Of("""{"extra.list": ["x@one.example.com"]}"""));

        Assert.Equal(expected, string.Join(' ', Assert.Single(_peer.Mails).To));
    }

    [Theory]
    [InlineData("{ev[source.asn]:>8}|{ev[feed.accuracy]:.1f}|{ev[comment]!r}|{{x}}|{ev[source.port]}", "   64496|55.0|'it'|{x}|None")]
    [InlineData("{ev[extra.map][a][1]} {ev[extra.map]} {ev[source.asn]:08d} {ev[source.asn]:x} {ev[comment]:*^6.1}", "2 {'a': [1, 2]} 00064496 fbf0 **i***")]
    [InlineData("{ev[extra]}", "{\"map\": {\"a\": [1, 2]}}")]
    [InlineData("{ev}", "{\"source.asn\": 64496, \"feed.accuracy\": 55.0, \"comment\": \"it\", \"extra.map\": {\"a\": [1, 2]}, \"__type\": \"Event\"}")]
    public async Task The_text_has_places_for_values(string text, string expected)
    {
        SmtpOutputOptions options = Options();
        (options.MailTo, options.Text, options.FieldNames) = ("a@one.example.com", text, []);
        await SendAsync(options, Events.Of("""{"source.asn": 64496, "feed.accuracy": 55.0, "comment": "it", "extra.map": {"a": [1, 2]}}"""));

        Assert.Equal(expected, Assert.Single(_peer.Mails).Text.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("{ev[no.such]}", "text: there is no field 'no.such'.")]
    [InlineData("{missing}", "text: '{missing}' is not of the form {ev[FIELD]}.")]
    [InlineData("a } b", "text: a '}' stands alone; write '}}' for the character itself.")]
    [InlineData("{ev[source.asn]:q}", "text: 'q' is not a way to write a value that is known here.")]
    public void What_cannot_be_written_is_said_before_the_first_event(string text, string complaint)
    {
        SmtpOutputOptions options = Options();
        options.Text = text;
        var refusal = Assert.Throws<BotConfigurationException>(() => new SmtpOutput(options, _services.Services));
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"source.ip, source.asn ,,comment\"", "source.ip; source.asn ;comment\n192.0.2.1;;c\n")]
    [InlineData("[\"source.ip\", \"source.asn\"]", "source.ip;source.asn\n192.0.2.1;64496\n")]
    public async Task Blanks_around_commas_belong_to_the_names_of_columns(string names, string expected)
    {
        JsonElement parameters = JsonDocument.Parse($$"""{"smtp_host": "127.0.0.1", "smtp_port": {{_peer.Port}}, "starttls": false, "mail_to": "a@one.example.com", "fieldnames": {{names}}}""").RootElement;
        await using Output output = (Output)SmtpOutput.Descriptor.Create(parameters, ParameterSource.IntelMQ, _services.Services, new List<string>());
        await output.StartAsync(default);
        await output.SendAsync([Events.Of("""{"source.ip": "192.0.2.1", "source.asn": 64496, "comment": "c"}""")], default);

        Assert.Equal(expected, ((TextPart)Assert.Single(_peer.Mails).Message.Attachments.Single()).Text.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("{ev[comment]}  ", "c", "c  ")]
    [InlineData("Grüße {ev[comment]} ", "ü", "Grüße ü ")]
    [InlineData("{ev[comment]}", "c", "c")]
    public async Task Blanks_at_the_end_of_a_subject_are_sent(string subject, string comment, string expected)
    {
        SmtpOutputOptions options = Options();
        (options.MailTo, options.Subject) = ("a@one.example.com", subject);
        await SendAsync(options, Events.Of($$"""{"comment": "{{comment}}"}"""));

        Header header = Assert.Single(_peer.Mails).Message.Headers.Single(static header => header.Id == HeaderId.Subject);
        string raw = System.Text.Encoding.ASCII.GetString(header.RawValue).TrimEnd('\r', '\n');
        Assert.Equal(expected, header.Value + raw[raw.TrimEnd(' ').Length..]);
    }

    [Fact]
    public async Task Cells_that_a_spreadsheet_would_calculate_are_made_harmless()
    {
        SmtpOutputOptions options = Options();
        (options.CsvFormulaSafe, options.FieldNames) = (true, ["comment", "event_description.text"]);
        await SendAsync(options, Events.Of("""{"source.abuse_contact": "a@one.example.com", "comment": "=1+1", "event_description.text": "a;\"b\""}"""));

        Assert.Equal("comment;event_description.text\n'=1+1;\"a;\"\"b\"\"\"\n", ((TextPart)Assert.Single(_peer.Mails).Message.Attachments.Single()).Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_token_of_the_host_is_asked_for_at_each_login()
    {
        _peer.Offers = ["AUTH XOAUTH2", "8BITMIME"];
        SmtpOutputOptions options = Options();
        (options.SmtpUsername, options.Login.SmtpOauth2) = ("desk@example.com", true);
        var tokens = new Tokens();
        var services = new BotServices { Time = _services.Clock, AccessTokens = tokens };
        await using (var output = new SmtpOutput(options, services))
        {
            await output.StartAsync(default);
            await output.SendAsync([Events.For("a@one.example.com")], default);
            await output.SendAsync([Events.For("a@one.example.com", 2)], default);
        }

        Assert.Equal(2, tokens.Asked);
        string[] logins = [.. _peer.Lines.Where(static line => line.StartsWith("AUTH XOAUTH2 ", StringComparison.Ordinal)).Select(static line => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])))];
        Assert.Equal(["user=desk@example.com\u0001auth=Bearer token-1\u0001\u0001", "user=desk@example.com\u0001auth=Bearer token-2\u0001\u0001"], logins);

        await using var without = new SmtpOutput(options, _services.Services);
        await Assert.ThrowsAsync<BotConfigurationException>(async () => await without.StartAsync(default));
    }

    [Fact]
    public async Task No_text_of_an_event_throws_anything_but_a_refusal()
    {
        SmtpOutputOptions options = Options();
        (options.MailTo, options.MailFrom, options.Subject, options.Text) = ("{ev[comment]},a@one.example.com", "\"{ev[comment]}\" <c@one.example.com>", "{ev[comment]}", "{ev[comment]:.3}");
        await using SmtpOutput output = New(options);
        string[] pieces = ["\"", "\\", "<", ">", "@", ",", "\r\n", "\u0000", "ü", "🦊", "a@b", "(", ")", ";", ":", " ", "=?utf-8?q?x?=", "."];
        var random = new Random(5);
        for (int i = 0; i < 150; i++)
        {
            var message = Events.For("x@x.example.com");
            message.Set(Schemas.Fields.Comment, string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)])));
            try
            {
                await output.SendAsync([message], default);
            }
            catch (RefusedException)
            {
                // Expected of many.
            }
        }

        Assert.All(_peer.Mails, static mail => Assert.DoesNotContain(mail.To, static to => to.Contains('\n', StringComparison.Ordinal)));
    }

    private SmtpOutputOptions Options() => new() { SmtpHost = "127.0.0.1", SmtpPort = _peer.Port, Starttls = false };

    private SmtpOutput New(SmtpOutputOptions options) => new(options, _services.Services);

    private async Task SendAsync(SmtpOutputOptions options, Event message)
    {
        await using SmtpOutput output = New(options);
        await output.StartAsync(default);
        await output.SendAsync([message], default);
    }

    private sealed class Tokens : IAccessTokens
    {
        public int Asked { get; private set; }

        public ValueTask<string> GetTokenAsync(Uri service, string account, CancellationToken cancellationToken) => new($"token-{++Asked}");
    }
}
