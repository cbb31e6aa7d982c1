using System.Text;
using IntelMQ.Bots;
using IntelMQ.Mail.Outputs;
using IntelMQ.Testing;
using MimeKit;
using MimeKit.Cryptography;

namespace IntelMQ.Mail.Tests.Outputs;

#pragma warning disable CA1001 // Let go of in DisposeAsync.
public sealed class SmtpBatchSignatureTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly SmtpPeer _peer = new();
    private readonly TestServices _services = new();
    private readonly TempFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _services.Dispose();
        await _peer.DisposeAsync();
        _folder.Dispose();
    }

    [GpgFact]
    public async Task A_mail_is_signed_as_it_goes_over_the_wire()
    {
        using var home = new GpgHome();
        await File.WriteAllTextAsync(_folder.Of("text"), "Grüße, \nFrom here on  \n\tall lines matter: =20 \n" + new string('x', 2000) + "\n");
        await using SmtpBatchOutput output = New(options => (options.GpgHome, options.MailTemplate, options.GpgPass) = (home.Folder, _folder.Of("text"), new Secret(GpgHome.Passphrase)));
        await output.StartAsync(default);
        await output.SendAsync([Events.For("a@one.example.com")], default);

        Assert.Equal(1, (await output.SendMailsAsync(default)).Mails);

        TakenMail mail = Assert.Single(_peer.Mails);
        MultipartSigned body = Assert.IsType<MultipartSigned>(mail.Message.Body);
        Assert.Equal(("application/pgp-signature", "pgp-sha256"), (body.ContentType.Parameters["protocol"], body.ContentType.Parameters["micalg"]));
        Assert.Contains("[GNUPG:] GOODSIG", home.Verify(SignedBytes(mail.Data, body.Boundary!), Content((MimePart)body[1])), StringComparison.Ordinal);
        Assert.StartsWith("Grüße, \nFrom here on  \n", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith(".zip", Assert.IsType<Multipart>(body[0]).OfType<MimePart>().Last().FileName, StringComparison.Ordinal);
    }

    [GpgFact]
    public async Task A_wrong_passphrase_and_an_unknown_key_stop_the_bot()
    {
        using var home = new GpgHome();
        await using SmtpBatchOutput wrong = New(options => (options.GpgHome, options.GpgPass) = (home.Folder, new Secret("wrong")));
        BotConfigurationException exception = await Assert.ThrowsAsync<BotConfigurationException>(() => wrong.StartAsync(default).AsTask());
        Assert.Contains("GnuPG does not sign with the key 'cert@example.com'", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", exception.Message, StringComparison.Ordinal);
        await using SmtpBatchOutput unknown = New(options => (options.GpgHome, options.GpgKey, options.GpgPass) = (home.Folder, "nobody@example.com", new Secret(GpgHome.Passphrase)));
        await Assert.ThrowsAsync<BotConfigurationException>(() => unknown.StartAsync(default).AsTask());
    }

    [GpgFact]
    public async Task What_cannot_be_signed_is_not_sent_and_waits()
    {
        using var home = new GpgHome();
        await using SmtpBatchOutput output = New(options => (options.GpgHome, options.GpgPass) = (home.Folder, new Secret("wrong")));
        await output.SendAsync([Events.For("a@one.example.com")], default);

        SmtpBatchResult result = await output.SendMailsAsync(default);

        Assert.Contains("GnuPG", Assert.Single(result.Failed).Reason, StringComparison.Ordinal);
        Assert.Empty(_peer.Mails);
        Assert.Single(output.ReadWaiting());
    }

    [Theory]
    [InlineData("--output=x", "p", "gpg_key is no name of a key")]
    [InlineData(null, "p", "gpg_key is not: name the key")]
    public void What_names_no_key_is_refused(string? key, string passphrase, string complaint)
    {
        BotConfigurationException exception = Assert.Throws<BotConfigurationException>(() => New(options => (options.GpgKey, options.GpgPass) = (key, new Secret(passphrase))));
        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passphrase_is_one_line()
    {
        await using SmtpBatchOutput output = New(static options => options.GpgPass = new Secret("a\nb"));
        Assert.Contains("one line", (await Assert.ThrowsAsync<BotConfigurationException>(() => output.StartAsync(default).AsTask())).Message, StringComparison.Ordinal);
    }

    // Of the mail's own bytes: what stands between the first boundary and the second, without the line break that belongs to the latter.
    private static byte[] SignedBytes(byte[] mail, string boundary)
    {
        string text = Encoding.Latin1.GetString(mail);
        int start = text.IndexOf($"\r\n--{boundary}\r\n", StringComparison.Ordinal) + boundary.Length + 6;
        return Encoding.Latin1.GetBytes(text[start..text.IndexOf($"\r\n--{boundary}\r\n", start, StringComparison.Ordinal)]);
    }

    private static byte[] Content(MimePart part)
    {
        using var data = new MemoryStream();
        part.Content!.DecodeTo(data);
        return data.ToArray();
    }

    private SmtpBatchOutput New(Action<SmtpBatchOutputOptions> set)
    {
        var options = new SmtpBatchOutputOptions
        {
            SmtpServer = new SmtpServerAddress { Host = "127.0.0.1", Port = _peer.Port },
            EmailFrom = "cert@example.com",
            AllowedFields = ["source.ip"],
            GpgKey = "cert@example.com",
        };
        set(options);
        return new SmtpBatchOutput(options, _services.Services);
    }
}
