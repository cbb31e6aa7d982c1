using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Mail.Outputs;
using IntelMQ.Testing;

namespace IntelMQ.Mail.Tests.Outputs;

public sealed class RealSmtpServerTests : IDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly TestServices _services = new();

    public void Dispose()
    {
        _services.Dispose();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mails_go_over_tls_with_a_login(bool isSecure)
    {
        await using var server = new RealSmtpServer(_certificate.Certificate, isSecure);
        await SendAsync(Options(server, isSecure));

        TakenMail mail = Assert.Single(server.Mails);
        Assert.Equal(("cert@localhost", "a@one.example.com"), (mail.From, mail.To.Single()));
        Assert.Equal("Incident in your AS 64496", mail.Message.Subject);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_nothing_is_sent()
    {
        await using var server = new RealSmtpServer(_certificate.Certificate, isSecure: true);
        SmtpOutputOptions options = Options(server, isSecure: true);
        options.SmtpPassword = new Secret("wrong");

        var refused = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options));

        Assert.StartsWith($"localhost:{server.Port} refuses the login", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_unless_the_operator_says_otherwise(bool isSecure, bool verifies)
    {
        await using var server = new RealSmtpServer(_certificate.Certificate, isSecure);
        SmtpOutputOptions options = Options(server, isSecure);
        (options.Login.SslCaCertificate, options.HttpVerifyCert) = (null, verifies);
        if (verifies)
        {
            var refused = await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options));
            Assert.Contains("cannot be trusted", refused.Message, StringComparison.Ordinal);
            Assert.Empty(server.Mails);
            return;
        }

        await SendAsync(options);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused()
    {
        await using var server = new RealSmtpServer(_certificate.Certificate, isSecure: true);
        SmtpOutputOptions options = Options(server, isSecure: true);
        options.SmtpHost = "localhost.";
        await Assert.ThrowsAsync<MailServiceException>(() => SendAsync(options));
        Assert.Empty(server.Mails);
    }

    private SmtpOutputOptions Options(RealSmtpServer server, bool isSecure)
    {
        var options = new SmtpOutputOptions { SmtpHost = "localhost", SmtpPort = server.Port, Ssl = isSecure, SmtpUsername = "desk", SmtpPassword = new Secret("right") };
        options.Login.SslCaCertificate = _certificate.CertificateFile;
        return options;
    }

    private async Task SendAsync(SmtpOutputOptions options)
    {
        await using var output = new SmtpOutput(options, _services.Services);
        await output.SendAsync([Events.For("a@one.example.com")], default);
    }
}
