using System.Text;
using IntelMQ.Bots;
using IntelMQ.Messages;
using IntelMQ.Templates;
using MimeKit;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// Sends a mail for each event, whose sender, recipients, subject, text and attachments are Jinja templates. They see the event as
/// <c>event</c>, and the function <c>from_json</c>. No value can add a header or a recipient that is no address. An event that gives no
/// recipient is a failure.
/// </summary>
[Bot("intelmq.bots.outputs.templated_smtp.output", BotKind.Output, Summary = "Sends a mail for each event, made by templates.")]
public sealed partial class TemplatedSmtpOutput : MailOutput
{
    private readonly Template _from;
    private readonly Template _to;
    private readonly Template _subject;
    private readonly Template _body;
    private readonly List<(Template Type, Template Text, Template Name)> _attachments = [];
    private readonly List<int> _incomplete = [];

    /// <inheritdoc cref="TemplatedSmtpOutput(TemplatedSmtpOutputOptions)"/>
    public TemplatedSmtpOutput(TemplatedSmtpOutputOptions options, BotServices services)
        : base(options, () => options.ToServer(), services)
    {
        _from = Template.Parse(options.MailFrom!);
        _to = Template.Parse(options.MailTo!);
        _subject = Template.Parse(options.Subject);
        _body = Template.Parse(options.BodyOrDefault);
        for (int i = 0; i < options.Attachments.Count; i++)
        {
            TextMap attachment = options.Attachments[i];
            if (attachment.TryGetValue("content-type", out string? type) && attachment.TryGetValue("text", out string? text) && attachment.TryGetValue("name", out string? name))
                _attachments.Add((Template.Parse(type), Template.Parse(text), Template.Parse(name)));
            else
                _incomplete.Add(i + 1);
        }
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        foreach (int number in _incomplete)
            Log.AttachmentIncomplete(number);
        return base.StartAsync(cancellationToken);
    }

    private protected override OutgoingMail Compose(Event message)
    {
        KeyValuePair<string, object?>[] values = [new("event", new TemplateEvent(message)), new("from_json", TemplateJson.FromJson)];
        string from = Render(_from, "mail_from", values);
        string to = Render(_to, "mail_to", values);
        string subject = MailParts.Header(Render(_subject, "subject", values));
        string text = Render(_body, "body", values);
        var identity = new StringBuilder(MailText(from, to, subject, text));
        MailboxAddress sender = MailParts.Addresses(from, "mail_from")[0];
        var mail = new OutgoingMail(new MimeMessage(), sender, MailParts.Addresses(to, "mail_to"));
        mail.Message.From.Add(sender);
        mail.Message.To.AddRange(mail.Recipients);
        MailParts.SetSubject(mail.Message, subject);
        var body = new Multipart("mixed");
        TextPart plain = MailParts.Text("plain", text.EndsWith('\n') ? text : text + "\n");
        plain.ContentDisposition = new ContentDisposition(ContentDisposition.Inline);
        body.Add(plain);
        foreach ((Template type, Template content, Template name) in _attachments)
            body.Add(Attachment(Render(type, "content-type", values), Render(content, "text", values), Render(name, "name", values), identity));
        mail.Message.Body = body;
        MailParts.Finish(mail, MailParts.IdentityOf(MessageHash.ComputeText(message, HashFilter.All), identity.ToString()), Services.Time.GetUtcNow());
        return mail;
    }

    private static MimePart Attachment(string type, string text, string name, StringBuilder identity)
    {
        identity.Append('\0').Append(MailText(type, text, name));
        if (!ContentType.TryParse(type, out ContentType? parsed))
            throw new RefusedException($"The attachment's content-type is '{MailParts.Header(type)}', which is none.");
        if (parsed.MediaType.Equals("text", StringComparison.OrdinalIgnoreCase) && parsed.Charset is null)
            parsed.Charset = "utf-8";
        return new MimePart(parsed)
        {
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(text))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = MailParts.Header(name) },
        };
    }

    private static string MailText(params ReadOnlySpan<string> parts) => string.Join('\0', parts.ToArray());

    private static string Render(Template template, string parameter, KeyValuePair<string, object?>[] values)
    {
        try
        {
            return template.Render(values);
        }
        catch (TemplateException exception)
        {
            throw new RefusedException($"The template {parameter} fails for this event, {exception.Message}", exception);
        }
    }
}
