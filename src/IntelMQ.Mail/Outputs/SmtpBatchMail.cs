using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using IntelMQ.Bots;
using IntelMQ.Intake;
using MimeKit;

namespace IntelMQ.Mail.Outputs;

/// <summary>Makes the mail of a contact: a text, and a packed table of its events.</summary>
internal sealed class SmtpBatchMail(SmtpBatchOutputOptions options, string text, IReadOnlyDictionary<string, string> alternatives)
{
    /// <summary>Where a contact's mail goes.</summary>
    public string AddressOf(string contact) => alternatives.GetValueOrDefault(contact, contact);

    /// <summary>Makes a mail.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="events">Its events.</param>
    /// <param name="now">The time, in the zone that texts are to show.</param>
    /// <param name="isTest">Whether the mail goes to the tester.</param>
    /// <exception cref="RefusedException">The contact, or a parameter, gives no address.</exception>
    public OutgoingMail Make(string contact, IReadOnlyList<WaitingEvent> events, DateTimeOffset now, bool isTest)
    {
        string address = AddressOf(contact);
        string subject = MailParts.Header(StrfTime.Format(options.Subject, now) + (isTest ? $" (intended for {address})" : $" ({address})"));
        MailboxAddress sender = MailParts.Addresses(options.EmailFrom, "email_from")[0];
        IReadOnlyList<MailboxAddress> to = isTest ? MailParts.Addresses(options.TestingTo ?? "", "testing_to") : MailParts.Addresses(address, "source.abuse_contact");
        IReadOnlyList<MailboxAddress> hidden = isTest || options.Bcc is not { Count: > 0 } bcc ? [] : MailParts.Addresses(string.Join(',', bcc), "bcc");
        string table = string.Create(CultureInfo.InvariantCulture, $"{StrfTime.Format("%y%m%d", now)}_{events.Count}_events.csv");
        var attachment = new MimePart("application", "zip")
        {
            Content = new MimeContent(new MemoryStream(Packed(table, TableOf(events), now))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = StrfTime.Format(options.AttachmentName, now) + ".zip" },
        };
        var mail = new OutgoingMail(new MimeMessage(), sender, [.. to, .. hidden]);
        mail.Message.From.Add(sender);
        mail.Message.To.AddRange(to);
        MailParts.SetSubject(mail.Message, subject);
        mail.Message.Body = new Multipart("mixed") { MailParts.Text("plain", text), attachment };
        // The same events for the same contact are the same mail, however often it is sent.
        MailParts.Finish(mail, [.. SHA256.HashData(MailParts.IdentityOf(contact, isTest ? "test" : "")), .. events.SelectMany(static entry => entry.Key.ToArray())], now);
        return mail;
    }

    private string TableOf(IReadOnlyList<WaitingEvent> events)
    {
        var table = new CsvTable(',', "\r\n", options.CsvFormulaSafe);
        table.Add([.. options.AllowedFields.Select(field => options.FieldTitles.TryGetValue(field, out string? title) ? title : field)]);
        foreach (WaitingEvent entry in events)
            table.Add([.. options.AllowedFields.Select(field => CellOf(entry, field))]);
        return table.ToString();
    }

    private static string CellOf(WaitingEvent entry, string field)
    {
        string cell = EventCell.Of(entry.Message, field);
        if (field == "raw" && cell.Length > 0 && entry.Message.Raw is { Length: > 0 } raw && Utf8.IsValid(raw.Span))
            cell = Encoding.UTF8.GetString(raw.Span);
        return field == "raw" ? cell.Trim().Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) : cell;
    }

    private static byte[] Packed(string name, string table, DateTimeOffset now)
    {
        var data = new MemoryStream();
        using (var archive = new ZipArchive(data, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = now.Year is >= 1980 and <= 2107 ? now : entry.LastWriteTime;
            using Stream content = entry.Open();
            content.Write(Encoding.UTF8.GetBytes(table));
        }

        return data.ToArray();
    }
}
