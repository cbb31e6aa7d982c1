using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Messages;
using IntelMQ.Testing;
using MimeKit;

namespace IntelMQ.Mail.Tests.Outputs;

public sealed class TemplatedSmtpOutputTests : IAsyncDisposable
{
    private readonly SmtpPeer _peer = new();
    private readonly TestServices _services = new();

    public async ValueTask DisposeAsync()
    {
        _services.Dispose();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task All_parts_of_a_mail_are_templates()
    {
        TemplatedSmtpOutputOptions options = Options();
        options.MailFrom = "CERT <{{ event['feed.name'] | lower }}@example.com>";
        options.MailTo = "{{ event['source.abuse_contact'] }}, desk@example.com";
        options.Subject = "{{ event['classification.type'] }} größer";
        options.Body = "{% for key in event %}{{ key }} {% endfor %}";
        options.Attachments =
        [
            new TextMap([new("content-type", "text/csv"), new("text", "ip\n{{ event['source.ip'] }}\n"), new("name", "grün-{{ event['source.asn'] }}.csv")]),
            new TextMap([new("content-type", "application/json"), new("text", "{{ from_json(event['extra.json']).a | tojson }}"), new("name", "a.json")]),
        ];
        Event message = Events.For("a@one.example.com");
        message.Set("extra.json", Harmonization.FieldValue.Text("{\"a\": [1]}"u8));
        message.Set(Schemas.Fields.Feed.Name, "FEED");
        await SendAsync(options, message);

        TakenMail mail = Assert.Single(_peer.Mails);
        Assert.Equal("feed@example.com", mail.From);
        Assert.Equal(["a@one.example.com", "desk@example.com"], mail.To);
        MimeMessage taken = mail.Message;
        Assert.Equal(("scanner größer", "CERT"), (taken.Subject, taken.From[0].Name));
        Assert.Equal("source.abuse_contact source.ip source.asn classification.type time.source time.observation extra.json feed.name \n", mail.Text);
        MimePart[] attachments = [.. taken.Attachments.Cast<MimePart>()];
        Assert.Equal(["grün-64496.csv", "a.json"], attachments.Select(static part => part.FileName));
        Assert.Equal("ip\n192.0.2.1", ((TextPart)attachments[0]).Text);
        using var content = new MemoryStream();
        await attachments[1].Content!.DecodeToAsync(content);
        Assert.Equal("[1]", System.Text.Encoding.UTF8.GetString(content.ToArray()));
    }

    [Fact]
    public async Task The_default_text_is_a_line_for_each_field_but_raw()
    {
        await SendAsync(Options(), Events.Of("""{"source.ip": "192.0.2.1", "raw": "eA==", "extra.tags": ["a", 1]}"""));
        Assert.Equal("\nsource.ip: 192.0.2.1\nextra.tags: ['a', 1]\n", Assert.Single(_peer.Mails).Text);
    }

    [Theory]
    [InlineData("{{ event['comment'] }}", "mail_to gives 'a@one.example.com Bcc: b@two.example.com', which holds a line break.")]
    [InlineData("{{ event['nope'] }}", "mail_to gives no address for this event.")]
    [InlineData("{{ event['nope'].x }}", "The template mail_to fails for this event, line 1, column 1: 'x' is asked of a value that is not defined.")]
    public async Task An_event_that_gives_no_mail_is_refused(string to, string reason)
    {
        TemplatedSmtpOutputOptions options = Options();
        options.MailTo = to;
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => SendAsync(options, Events.Of("""{"comment": "a@one.example.com\nBcc: b@two.example.com"}""")));
        Assert.Equal(reason, refusal.Message);
        Assert.Empty(_peer.Mails);
    }

    [Theory]
    [InlineData("""{"mail_to": "a@example.com"}""", "mail_from is missing")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": ""}""", "mail_to is missing")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "body": "{% if %}"}""", "body is not understood, line 1")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "subject": "{{ x"}""", "subject is not understood, line 1")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "subject": "a\nb"}""", "subject has a line break")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "username": "u"}""", "username and password belong together")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "password": "p"}""", "username and password belong together")]
    [InlineData("""{"mail_from": "a@example.com", "mail_to": "b@example.com", "attachments": [{"name": "{{"}]}""", "attachments, name of number 1 is not understood")]
    public void Parameters_that_cannot_be_used_are_said(string parameters, string complaint)
    {
        using var json = System.Text.Json.JsonDocument.Parse(parameters);
        var refusal = Assert.Throws<BotConfigurationException>(() => TemplatedSmtpOutput.Descriptor.Create(json.RootElement, ParameterSource.IntelMQ, _services.Services, new List<string>()));
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attachment_that_lacks_something_is_left_out_and_said()
    {
        TemplatedSmtpOutputOptions options = Options();
        options.Attachments = [new TextMap([new("content-type", "text/plain"), new("text", "x")])];
        await SendAsync(options, Events.For("a@one.example.com"));

        Assert.Empty(Assert.Single(_peer.Mails).Message.Attachments);
        Assert.Contains(_services.Logs.Entries, static entry => entry.Message == "The attachment 1 is left out: it needs content-type, text and name.");
    }

    private TemplatedSmtpOutputOptions Options() => new() { SmtpHost = "127.0.0.1", SmtpPort = _peer.Port, MailFrom = "cert@example.com", MailTo = "desk@example.com" };

    private async Task SendAsync(TemplatedSmtpOutputOptions options, Event message)
    {
        await using var output = new TemplatedSmtpOutput(options, _services.Services);
        await output.StartAsync(default);
        await output.SendAsync([message], default);
    }
}
