using System.IO.Compression;
using System.Text;
using MimeKit;

namespace IntelMQ.Mail.Tests;

/// <summary>Mails as feeds send them.</summary>
internal static class Mails
{
    public static MimeMessage Of(string subject, params MimeEntity[] parts)
    {
        var message = new MimeMessage { Subject = subject, MessageId = "one@example.com", Date = new DateTimeOffset(2026, 5, 4, 10, 0, 0, TimeSpan.Zero) };
        message.From.Add(new MailboxAddress("Feed", "feed@example.com"));
        message.To.Add(new MailboxAddress("Desk", "desk@example.com"));
        message.Body = parts.Length == 1 ? parts[0] : new Multipart("mixed");
        if (message.Body is Multipart several && parts.Length != 1)
        {
            foreach (MimeEntity part in parts)
                several.Add(part);
        }

        return message;
    }

    public static TextPart Text(string text, string subtype = "plain") => new(subtype) { Text = text };

    public static MimePart Attached(string name, byte[] data) => new("application", "octet-stream")
    {
        Content = new MimeContent(new MemoryStream(data)),
        ContentTransferEncoding = ContentEncoding.Base64,
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
    };

    public static byte[] Zip(params (string Name, string Text)[] files)
    {
        var data = new MemoryStream();
        using (var archive = new ZipArchive(data, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream file = archive.CreateEntry(name).Open();
                file.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return data.ToArray();
    }
}
