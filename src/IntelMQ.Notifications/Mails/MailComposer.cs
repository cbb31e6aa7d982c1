using System.Security.Cryptography;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Notifications.Contacts;
using IntelMQ.Notifications.Directives;
using IntelMQ.Templates;
using MimeKit;
using OutgoingMail = IntelMQ.Notifications.Outbox.OutgoingMail;

namespace IntelMQ.Notifications.Mails;

/// <summary>Makes mails of directives: of one recipient, language and protection, with a part for each text and form. Thread-safe.</summary>
/// <param name="texts">The texts.</param>
/// <param name="settings">How mails are made.</param>
/// <param name="time">The clock.</param>
public sealed class MailComposer(MailTexts texts, MailSettings settings, TimeProvider time)
{
    private const int MaxSubject = 200;

    // A text that lists its events is for a few; all of them are attached.
    private const int MaxSeen = 1000;

    /// <summary>The fields, sizes and addresses of mails.</summary>
    public MailSettings Settings => settings;

    /// <summary>Makes a mail.</summary>
    /// <param name="rows">The directives, one at least, all of one batch, recipient, language and protection.</param>
    /// <param name="occasion">What the mail has beside them.</param>
    /// <returns>The mail, or why it cannot be made.</returns>
    /// <exception cref="ArgumentException">The directives do not belong together.</exception>
    public ComposedMail Compose(IReadOnlyList<StoredDirective> rows, MailOccasion occasion)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(occasion);
        Directive first = rows.Count > 0 ? rows[0].Directive : throw new ArgumentException("A mail tells of one event at least.", nameof(rows));
        if (rows.Any(row => row.Directive.Batch != first.Batch || row.Directive.Recipient != first.Recipient || row.Directive.Language != first.Language || row.Directive.Protection != first.Protection))
            throw new ArgumentException("The directives are not of one batch, recipient, language and protection.", nameof(rows));
        if (!BareAddress.IsOne(first.Recipient))
            return new ComposedMail("the recipient is no address that mail can be sent to");
        try
        {
            return new ComposedMail(Make(rows, first, occasion));
        }
        catch (Exception exception) when (exception is RefusedException or TemplateException)
        {
            return new ComposedMail(exception.Message);
        }
    }

    private OutgoingMail Make(IReadOnlyList<StoredDirective> rows, Directive first, MailOccasion occasion)
    {
        string language = first.Language.Length > 0 ? first.Language : settings.Language;
        MailPart[] parts = PartsOf(rows);
        MailboxAddress from = MailParts.Addresses(settings.From, "From")[0];
        MailboxAddress to = MailParts.Addresses(occasion.DivertedTo ?? first.Recipient, "the recipient")[0];
        MailboxAddress bounces = settings.Bounces is { } address ? MailParts.Addresses(address, "Bounces")[0] : from;
        (string subject, string text) = Write(parts, rows, first, language, occasion);
        string id = MessageIdOf(rows, from, occasion);
        var message = new MimeMessage { Date = time.GetUtcNow(), MessageId = id };
        message.From.Add(from);
        message.To.Add(to);
        if (settings.ReplyTo is { } reply)
            message.ReplyTo.AddRange(MailParts.Addresses(reply, "ReplyTo"));
        MailParts.SetSubject(message, subject);
        if (occasion.Follows is { } followed)
        {
            message.InReplyTo = followed;
            message.References.Add(followed);
        }

        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (settings.ListId is { } list)
            message.Headers.Add("List-Id", $"<{MailParts.Header(list).Trim('<', '>')}>");
        message.Headers.Add("List-Unsubscribe", $"<mailto:{(message.ReplyTo.Mailboxes.FirstOrDefault() ?? from).Address}?subject=unsubscribe>");
        message.Headers.Add("Content-Language", MailParts.Header(language));
        if (occasion.Ticket is { } ticket)
            message.Headers.Add("X-Ticket", MailParts.Header(ticket));
        // An exercise is read by somebody who has no key of the recipient.
        message.Body = occasion.DivertedTo is null ? MailProtector.Protect(BodyOf(text, parts), first.Protection, first.Recipient, settings.Certificates, time.GetUtcNow()) : BodyOf(text, parts);
        using var content = new MemoryStream();
        message.WriteTo(Wire, content);
        return new OutgoingMail(id, first.Batch, first.Recipient, to.Address, bounces.Address, content.ToArray())
        {
            Subject = subject,
            Ticket = occasion.Ticket,
            Language = language,
            Rows = rows.Count,
            IsExercise = occasion.DivertedTo is not null,
        };
    }

    private static FormatOptions Wire
    {
        get
        {
            FormatOptions options = FormatOptions.Default.Clone();
            options.NewLineFormat = NewLineFormat.Dos;
            return options;
        }
    }

    private MailPart[] PartsOf(IReadOnlyList<StoredDirective> rows)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. rows.GroupBy(static row => (row.Directive.Template, row.Directive.Format)).Select(group =>
        {
            string name = group.Key.Template == MailTexts.Default ? "events" : MailFiles.NameOf(group.Key.Template);
            for (int number = 2; !names.Add(name); number++)
                name = $"{MailFiles.NameOf(group.Key.Template)}-{number}";
            return new MailPart(group.Key.Template, group.Key.Format, [.. group]).Attach(name, settings);
        })];
    }

    private (string Subject, string Text) Write(MailPart[] parts, IReadOnlyList<StoredDirective> rows, Directive first, string language, MailOccasion occasion)
    {
        var written = new List<(string Subject, string Text)>();
        foreach (MailPart part in parts)
            written.Add(Render(texts.Find(part.Template, language), part.Template, ValuesOf(part.Rows, first, language, occasion, [.. part.Files.Select(static file => file.Name)], part.Table)));
        (string subject, string text) = written[0];
        if (parts.Length > 1)
        {
            text = string.Join("\n\n----------------------------------------\n\n", written.Select(static part => part.Text.TrimEnd('\n')));
            if (texts.Look(MailTexts.Frame, language) is { } frame)
            {
                var list = written.Select((one, i) =>
                {
                    var map = new TemplateMap();
                    (map["name"], map["subject"], map["text"], map["rows"]) = (parts[i].Template, one.Subject, one.Text, (long)parts[i].Rows.Count);
                    return (object?)map;
                }).ToList();
                (subject, text) = Render(frame, MailTexts.Frame, [.. ValuesOf(rows, first, language, occasion, [.. parts.SelectMany(static part => part.Files).Select(static file => file.Name)], ""), new("parts", list)]);
            }
        }

        // An answer finds its way by the number.
        if (occasion.Ticket is { } ticket && !subject.Contains(ticket, StringComparison.Ordinal))
            subject = $"[{MailParts.Header(ticket)}] {subject}";
        if (occasion.DivertedTo is null)
            return (subject, text);
        return ($"[EXERCISE, for {first.Recipient}] {subject}", $"""
            ***** EXERCISE *****
            This mail was made for {first.Recipient} and was sent to {MailParts.Header(occasion.DivertedTo)} alone.
            ********************

            {text}
            """);
    }

    private KeyValuePair<string, object?>[] ValuesOf(IReadOnlyList<StoredDirective> rows, Directive first, string language, MailOccasion occasion, List<object?> files, string table) =>
    [
        new("events", rows.Take(MaxSeen).Select(static row => (object?)new TemplateEvent(row.Directive.Message)).ToList()),
        new("event", new TemplateEvent(rows[0].Directive.Message)),
        new("rows", (long)rows.Count),
        new("recipient", first.Recipient),
        new("organisation", first.Organisation),
        new("language", language),
        new("ticket", occasion.Ticket ?? ""),
        new("batch", first.Batch),
        new("date", time.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        new("files", files),
        new("table", table),
        new("from_json", TemplateJson.FromJson),
    ];

    private static (string Subject, string Text) Render(MailText text, string name, KeyValuePair<string, object?>[] values)
    {
        try
        {
            string subject = MailParts.Header(text.Subject.Render(values)).Trim();
            if (subject.Length > MaxSubject)
                subject = subject[..(char.IsHighSurrogate(subject[MaxSubject - 1]) ? MaxSubject - 1 : MaxSubject)];
            return (subject.Length > 0 ? subject : "Notification", Printable(text.Body.Render(values)));
        }
        catch (TemplateException exception)
        {
            throw new RefusedException($"the text '{name}' fails for these events, {exception.Message}", exception);
        }
    }

    private static string Printable(string text)
        => text.Any(static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? new string([.. text.Select(static letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t') ? ' ' : letter)]) : text;

    private static MimeEntity BodyOf(string text, MailPart[] parts)
    {
        TextPart plain = MailParts.Text("plain", text.EndsWith('\n') ? text : text + "\n");
        plain.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        (string Name, string Type, byte[] Content)[] files = [.. parts.SelectMany(static part => part.Files)];
        if (files.Length == 0)
            return plain;
        var body = new Multipart("mixed") { plain };
        // A boundary of its own for each mail is not needed: it is made of what the mail holds.
        body.Boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
        foreach ((string name, string type, byte[] content) in files)
        {
            ContentType form = ContentType.Parse(type);
            if (form.MediaType == "text")
                form.Charset = "utf-8";
            body.Add(new MimePart(form)
            {
                Content = new MimeContent(new MemoryStream(content)),
                ContentTransferEncoding = ContentEncoding.Base64,
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
            });
        }

        return body;
    }

    // What comes again is the same mail, by which servers and people recognise it; an exercise is another each time.
    private string MessageIdOf(IReadOnlyList<StoredDirective> rows, MailboxAddress from, MailOccasion occasion)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (StoredDirective row in rows)
            hash.AppendData(row.Directive.ToIdentity());
        if (occasion.DivertedTo is { } other)
            hash.AppendData(Encoding.UTF8.GetBytes($"{other}\0{time.GetUtcNow():O}"));
        string domain = from.Domain is { Length: > 0 } named && named.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-') ? named : "localhost";
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())[..40]}@{domain}";
    }
}
