using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Testing;
using MimeKit;

namespace IntelMQ.Mail.Tests.Outputs;

public sealed class SmtpOutputTests : IAsyncDisposable
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
        (options.MailTo, options.Text, options.Fieldnames) = ("a@one.example.com", text, []);
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

    [Fact]
    public async Task Cells_that_a_spreadsheet_would_calculate_are_made_harmless()
    {
        SmtpOutputOptions options = Options();
        (options.CsvFormulaSafe, options.Fieldnames) = (true, ["comment", "event_description.text"]);
        await SendAsync(options, Events.Of("""{"source.abuse_contact": "a@one.example.com", "comment": "=1+1", "event_description.text": "a;\"b\""}"""));

        Assert.Equal("comment;event_description.text\n'=1+1;\"a;\"\"b\"\"\"\n", ((TextPart)Assert.Single(_peer.Mails).Message.Attachments.Single()).Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task What_the_server_refuses_costs_no_other_mail_and_is_told_with_its_words()
    {
        _peer.Answer = static line => line.StartsWith("RCPT TO:<bad@", StringComparison.Ordinal) ? "550 5.1.1 no such mailbox" : null;
        await using SmtpOutput output = New(Options());
        Event[] batch = [Events.For("a@one.example.com"), Events.For("bad@one.example.com", 2), Events.For("c@one.example.com", 3)];

        var refusal = await Assert.ThrowsAsync<RefusedException>(async () => await output.SendAsync(batch, default));
        Assert.Contains("550: 5.1.1 no such mailbox (1 of 3 mails)", refusal.Message, StringComparison.Ordinal);
        // As the host does: the halves.
        await output.SendAsync([batch[0]], default);
        await Assert.ThrowsAsync<RefusedException>(async () => await output.SendAsync([batch[1]], default));
        await output.SendAsync([batch[2]], default);

        Assert.Equal(["a@one.example.com", "c@one.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
    }

    [Fact]
    public async Task A_recipient_that_is_refused_for_good_does_not_keep_the_others_from_the_mail()
    {
        _peer.Answer = static line => line.StartsWith("RCPT TO:<bad@", StringComparison.Ordinal) ? "550 no such mailbox" : null;
        SmtpOutputOptions options = Options();
        options.MailTo = "bad@one.example.com,b@two.example.com";
        await SendAsync(options, Events.For("x@x.example.com"));

        Assert.Equal("b@two.example.com", Assert.Single(Assert.Single(_peer.Mails).To));
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message.Contains("550: no such mailbox", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recipient_that_is_put_off_gets_the_mail_later_and_the_others_do_not_get_it_twice()
    {
        bool isFull = true;
        _peer.Answer = line => isFull && line.StartsWith("RCPT TO:<full@", StringComparison.Ordinal) ? "452 mailbox is full" : null;
        SmtpOutputOptions options = Options();
        options.MailTo = "full@one.example.com,b@two.example.com";
        await using SmtpOutput output = New(options);
        Event message = Events.For("x@x.example.com");

        var late = await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        Assert.Contains("452: mailbox is full", late.Message, StringComparison.Ordinal);
        isFull = false;
        await output.SendAsync([message], default);

        Assert.Equal(["b@two.example.com", "full@one.example.com"], _peer.Mails.Select(static mail => mail.To.Single()));
        Assert.Single(_peer.Mails.Select(static mail => mail.Message.MessageId).Distinct());
    }

    [Theory]
    [InlineData("MAIL", "421 too many connections")]
    [InlineData("MAIL", "451 try later")]
    [InlineData("END", "452 insufficient storage")]
    [InlineData("DATA", "451 greylisted")]
    [InlineData("EHLO", "421 not now")]
    [InlineData("GREETING", "421 not now")]
    [InlineData("GREETING", SmtpPeer.Reset)]
    [InlineData("RCPT", "450 busy")]
    public async Task What_may_pass_is_an_error_of_the_service_and_the_next_try_sends_it_once(string verb, string answer)
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line.StartsWith(verb, StringComparison.Ordinal) ? answer : null;
        await using SmtpOutput output = New(Options());
        Event message = Events.For("a@one.example.com");

        var late = await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        if (answer != SmtpPeer.Reset)
            Assert.Contains(answer[4..], late.Message, StringComparison.Ordinal);
        isBad = false;
        await output.SendAsync([message], default);

        Assert.Single(_peer.Mails);
    }

    [Theory]
    [InlineData("MAIL", "553 no such sender")]
    [InlineData("END", "554 it looks like spam")]
    [InlineData("DATA", "550 not here")]
    [InlineData("RCPT", "551 not ours")]
    public async Task What_is_refused_for_good_is_a_refusal(string verb, string answer)
    {
        _peer.Answer = line => line.StartsWith(verb, StringComparison.Ordinal) ? answer : null;
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(Options(), Events.For("a@one.example.com")));
        Assert.Contains($"{answer[..3]}: {answer[4..]}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_closed_behind_the_data_leads_to_a_second_mail_with_the_same_id()
    {
        bool isBad = true;
        _peer.Answer = line => isBad && line == "END" ? SmtpPeer.Reset : null;
        await using SmtpOutput output = New(Options());
        Event message = Events.For("a@one.example.com");

        await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync([message], default));
        isBad = false;
        await output.SendAsync([message], default);

        Assert.Equal(2, _peer.Mails.Count);
        Assert.Single(_peer.Mails.Select(static mail => mail.Message.MessageId).Distinct());
    }

    [Fact]
    public async Task A_server_that_takes_few_mails_over_a_connection_gets_several_connections()
    {
        int taken = 0;
        _peer.Answer = line => line.StartsWith("GREETING", StringComparison.Ordinal) ? Begin() : line.StartsWith("MAIL", StringComparison.Ordinal) && taken++ == 2 ? "421 enough" : null;
        await using SmtpOutput output = New(Options());

        await output.SendAsync([.. Enumerable.Range(1, 7).Select(static i => Events.For("a@one.example.com", i))], default);

        Assert.Equal(7, _peer.Mails.Count);
        Assert.Equal(4, _peer.Connections);

        string? Begin()
        {
            taken = 0;
            return null;
        }
    }

    [Fact]
    public async Task A_batch_that_breaks_off_goes_on_where_it_broke_off()
    {
        int mails = 0;
        _peer.Answer = line => line == "END" && ++mails == 3 ? "451 later" : null;
        await using SmtpOutput output = New(Options());
        Event[] batch = [.. Enumerable.Range(1, 5).Select(static i => Events.For("a@one.example.com", i))];

        await Assert.ThrowsAsync<MailServiceException>(async () => await output.SendAsync(batch, default));
        await output.SendAsync(batch, default);

        Assert.Equal(5, _peer.Mails.Select(static mail => mail.Message.MessageId).Distinct().Count());
        Assert.Equal(5, _peer.Mails.Count);
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_does_not_offer_tls_is_named()
    {
        SmtpOutputOptions options = Options();
        options.Starttls = true;
        var noTls = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));
        Assert.StartsWith($"127.0.0.1:{_peer.Port} does not offer what is needed", noTls.Message, StringComparison.Ordinal);

        (options.Starttls, options.SmtpPort) = (false, 1);
        var refused = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));
        Assert.StartsWith("127.0.0.1:1 cannot be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        SmtpOutputOptions options = Options();
        options.SmtpPort = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        options.Login.SmtpTimeout = TimeSpan.FromMilliseconds(200);

        var late = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options, Events.For("a@one.example.com")));

        Assert.Contains("gave no answer in time (0.2 seconds)", late.Message, StringComparison.Ordinal);
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
