using System.Globalization;
using System.Text;
using IntelMQ.Mail.Tests;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;

namespace Kills.Services;

/// <summary>A mailbox of a real server, into which mails with two attachments come.</summary>
internal sealed class MailPlayer : IPlayedService
{
    public const string User = "reports";

    private readonly DovecotServer _server = new();

    public string Place => _server.Port.ToString(CultureInfo.InvariantCulture);

    public int Count { get; private set; }

    public void Add(int count)
    {
        using var client = new ImapClient();
        client.Connect("127.0.0.1", _server.Port, SecureSocketOptions.None);
        client.Authenticate(User, "right");
        for (int i = 0; i < count; i += 2)
        {
            using MimeMessage mail = NextMail();
            client.Inbox!.Append(mail, MessageFlags.None);
        }

        client.Disconnect(quit: true);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    private MimeMessage NextMail()
    {
        var body = new BodyBuilder { TextBody = "See the attachments." };
        body.Attachments.Add("first.json", NextReport());
        body.Attachments.Add("second.json", NextReport());
        return new MimeMessage([new MailboxAddress("Reports", "reports@example.com")], [new MailboxAddress("Team", "team@example.com")], "Reports", body.ToMessageBody());
    }

    private byte[] NextReport() => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"n\": {Count++}}}"));
}
