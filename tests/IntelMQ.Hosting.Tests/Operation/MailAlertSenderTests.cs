using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using IntelMQ.Hosting.Operation;
using IntelMQ.Tool.Operating;
using MimeKit;

namespace IntelMQ.Hosting.Tests.Operation;

public sealed class MailAlertSenderTests
{
    private static readonly DateTimeOffset Since = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly AlertNotice Raised = new(new Alert("silent", "feed-collector", "has sent nothing for 3 hours.", Since) { Care = new AlertCare("alice", null, null) }, IsOver: false);

    private static readonly AlertNotice Over = new(new Alert("queue", "file-output", "the oldest message has waited for an hour.", Since), IsOver: true);

    [Fact]
    public async Task One_alert_is_a_mail_whose_subject_says_it()
    {
        await using var server = new AlertMailServer();
        await new MailAlertSender(To(server.Port)).SendAsync([Raised], default);
        MimeMessage mail = Assert.Single(server.Mails);
        Assert.Equal("IntelMQ: ALERT silent:feed-collector: has sent nothing for 3 hours. (owner: alice)", mail.Subject);
        Assert.Equal(["cert@example.com", "night@example.com"], mail.To.Mailboxes.Select(static to => to.Address));
        Assert.Equal("intelmq@example.com", mail.From.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task Several_are_one_mail_with_a_line_for_each()
    {
        await using var server = new AlertMailServer();
        await new MailAlertSender(To(server.Port)).SendAsync([Raised, Over], default);
        MimeMessage mail = Assert.Single(server.Mails);
        Assert.Equal("IntelMQ: 2 alerts", mail.Subject);
        Assert.Equal($"{Raised}\n{Over}", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task A_password_is_not_sent_without_encryption()
    {
        await using var server = new AlertMailServer();
        await Assert.ThrowsAsync<IOException>(() => new MailAlertSender(To(server.Port) with { User = "desk", Password = new Secret("right") }).SendAsync([Raised], default));
        Assert.Equal((0, 0), (server.Logins, server.Mails.Count));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent()
    {
        using var key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var server = new AlertMailServer(certificate);
        await Assert.ThrowsAsync<IOException>(() => new MailAlertSender(To(server.Port) with { User = "desk", Password = new Secret("right") }).SendAsync([Raised], default));
        Assert.Equal((0, 0), (server.Logins, server.Mails.Count));
    }

    [Fact]
    public async Task What_the_server_refuses_is_an_error_so_that_it_is_sent_again()
    {
        await using var server = new AlertMailServer(refused: "night");
        await Assert.ThrowsAsync<IOException>(() => new MailAlertSender(To(server.Port)).SendAsync([Raised], default));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_an_error()
    {
        int port;
        await using (var server = new AlertMailServer())
            port = server.Port;
        await Assert.ThrowsAsync<IOException>(() => new MailAlertSender(To(port)).SendAsync([Raised], default));
    }

    private static AlertMail To(int port) => new("127.0.0.1", port, "intelmq@example.com", ["cert@example.com", "night@example.com"]);
}
