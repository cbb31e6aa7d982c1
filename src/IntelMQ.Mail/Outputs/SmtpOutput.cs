using IntelMQ.Bots;
using IntelMQ.Messages;
using MimeKit;

namespace IntelMQ.Mail.Outputs;

/// <summary>
/// Sends a mail for each event: a text, and a table of one row as attachment. Values of the event may stand in sender, recipients, subject
/// and text; none of them can add a header or a recipient that is no address. An event that gives no recipient is a failure.
/// </summary>
[Bot("intelmq.bots.outputs.smtp.output", BotKind.Output, Summary = "Sends a mail for each event.")]
public sealed partial class SmtpOutput : MailOutput
{
    private readonly SmtpOutputOptions _options;
    private readonly EventFormat _from;
    private readonly EventFormat _to;
    private readonly EventFormat _subject;
    private readonly EventFormat? _text;

    /// <inheritdoc cref="SmtpOutput(SmtpOutputOptions)"/>
    public SmtpOutput(SmtpOutputOptions options, BotServices services)
        : base(options, () => options.ToServer(), services)
    {
        _options = options;
        var complaints = new List<string>();
        EventFormat.Validate("mail_from", options.MailFrom, services.Schema, complaints);
        EventFormat.Validate("mail_to", options.MailTo, services.Schema, complaints);
        EventFormat.Validate("subject", options.Subject, services.Schema, complaints);
        EventFormat.Validate("text", options.Text, services.Schema, complaints);
        if (complaints.Count > 0)
            throw new BotConfigurationException(Descriptor.Module, complaints);
        _from = EventFormat.Of(options.MailFrom, services.Schema)!;
        _to = EventFormat.Of(options.MailTo, services.Schema)!;
        _subject = EventFormat.Of(options.Subject, services.Schema)!;
        _text = EventFormat.Of(options.Text, services.Schema);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        foreach (string name in (_options.FieldNames ?? []).Where(name => name.Length > 0 && !EventCell.IsField(Services.Schema, name)))
            Log.ColumnEmpty(name);
        return base.StartAsync(cancellationToken);
    }

    private protected override OutgoingMail Compose(Event message)
    {
        string from = _from.Write(message);
        // What the event lacks is no recipient.
        string to = _to.Write(message, absent: "");
        string subject = MailParts.Header(_subject.Write(message));
        string? text = _text?.Write(message);
        string? table = TableOf(message);
        MailboxAddress sender = MailParts.Addresses(from, "mail_from")[0];
        var mail = new OutgoingMail(new MimeMessage(), sender, MailParts.Addresses(to, "mail_to"));
        mail.Message.From.Add(sender);
        mail.Message.To.AddRange(mail.Recipients);
        MailParts.SetSubject(mail.Message, subject);
        var body = new Multipart("mixed");
        if (text is not null || table is null)
            body.Add(MailParts.Text("plain", text ?? ""));
        if (table is not null)
        {
            TextPart part = MailParts.Text("csv", table);
            part.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "events.csv" };
            body.Add(part);
        }

        mail.Message.Body = body;
        MailParts.Finish(mail, MailParts.IdentityOf(MessageHash.ComputeText(message, HashFilter.All), from, to, subject, text ?? "", table ?? ""), Services.Time.GetUtcNow());
        return mail;
    }

    private string? TableOf(Event message)
    {
        string[] fields = [.. (_options.FieldNames ?? []).Where(static field => field.Length > 0)];
        if (fields.Length == 0)
            return null;
        var table = new CsvTable(';', "\n", _options.CsvFormulaSafe);
        table.Add(fields);
        table.Add([.. fields.Select(field => EventCell.Of(message, field))]);
        return table.ToString();
    }
}
