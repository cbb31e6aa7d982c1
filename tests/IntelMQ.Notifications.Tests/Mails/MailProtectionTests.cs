using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IntelMQ.Notifications.Directives;
using IntelMQ.Notifications.Mails;
using IntelMQ.Notifications.Tests.Stores;
using MimeKit;
using MimeKit.Cryptography;

namespace IntelMQ.Notifications.Tests.Mails;

public sealed class MailProtectionTests : IDisposable
{
    private static readonly DateTimeOffset Now = NotificationStoreCases.NewClock().GetUtcNow();

    private readonly X509Certificate2 _sender = Certificate("cert@example.org", Now.AddYears(-1), Now.AddYears(20));
    private readonly X509Certificate2 _reader = Certificate("abuse@example.com", Now.AddYears(-1), Now.AddYears(20));
    private readonly X509Certificate2 _old = Certificate("abuse@example.com", Now.AddDays(-9), Now.AddDays(-2));
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _sender.Dispose();
        _reader.Dispose();
        _old.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_signed_mail_carries_a_signature_over_what_is_sent()
    {
        MimeMessage mail = Parse(Compose(MailProtection.Signed, new MailCertificates { Sender = _sender }));
        MultipartSigned signed = Assert.IsType<MultipartSigned>(mail.Body);
        using var context = new TemporarySecureMimeContext();
        IDigitalSignature signature = Assert.Single(signed.Verify(context));
        Assert.True(signature.Verify(verifySignatureOnly: true));
        Assert.Contains("192.0.2.7", Encoding.UTF8.GetString(Bytes(signed[0])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_mail_is_read_by_its_recipient_alone()
    {
        var certificates = new MailCertificates { Sender = _sender };
        File.WriteAllText(_folder.Of("abuse@example.com.pem"), _reader.ExportCertificatePem());
        certificates.ReadRecipients(_folder.Path);
        ComposedMail made = Compose(MailProtection.Encrypted, certificates);
        Assert.DoesNotContain("192.0.2.7", Encoding.UTF8.GetString(made.Mail!.Content.Span), StringComparison.Ordinal);
        ApplicationPkcs7Mime body = Assert.IsType<ApplicationPkcs7Mime>(Parse(made).Body);
        using var reading = new TemporarySecureMimeContext();
        reading.Import(new MemoryStream(_reader.Export(X509ContentType.Pkcs12, "x")), "x");
        MultipartSigned signed = Assert.IsType<MultipartSigned>(body.Decrypt(reading));
        Assert.Contains("source.ip", Encoding.UTF8.GetString(Bytes(signed)), StringComparison.Ordinal);
        using var another = new TemporarySecureMimeContext();
        another.Import(new MemoryStream(_sender.Export(X509ContentType.Pkcs12, "x")), "x");
        Assert.ThrowsAny<Exception>(() => body.Decrypt(another));
    }

    [Fact]
    public void What_must_be_protected_and_cannot_be_makes_no_mail()
    {
        Assert.Equal("the mail must be signed, and there are no certificates", Compose(MailProtection.Signed, null).Refusal);
        Assert.Equal("the mail must be signed, and there is no certificate of the sender", Compose(MailProtection.Signed, new MailCertificates()).Refusal);
        Assert.Equal("the mail must be encrypted, and there is no certificate of abuse@example.com", Compose(MailProtection.Encrypted, new MailCertificates { Sender = _sender }).Refusal);
        var old = new MailCertificates { Sender = _sender };
        old.Add("Abuse@example.com", _old);
        Assert.Equal("the mail must be encrypted, and the certificate of abuse@example.com was valid until 2026-01-29", Compose(MailProtection.Encrypted, old).Refusal);
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_sender.RawData);
        Assert.Equal("the mail must be signed, and the certificate of the sender has no private key", Compose(MailProtection.Signed, new MailCertificates { Sender = bare }).Refusal);
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        File.WriteAllText(_folder.Of("abuse@example.com.pem"), "nothing");
        Assert.Contains("abuse@example.com.pem' is no certificate", Assert.Throws<IOException>(() => new MailCertificates().ReadRecipients(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private static ComposedMail Compose(MailProtection protection, MailCertificates? certificates)
        => new MailComposer(new MailTexts(), new MailSettings { From = "cert@example.org", Certificates = certificates }, NotificationStoreCases.NewClock())
            .Compose([new StoredDirective(1, Some.Directive() with { Protection = protection, Format = AttachmentFormat.Inline }, DirectiveState.Pending, null, null, Now)], new MailOccasion());

    private static MimeMessage Parse(ComposedMail made)
    {
        Assert.Null(made.Refusal);
        using var content = new MemoryStream(made.Mail!.Content.ToArray());
        return MimeMessage.Load(content);
    }

    private static byte[] Bytes(MimeEntity entity)
    {
        using var data = new MemoryStream();
        entity.WriteTo(data);
        return data.ToArray();
    }

    private static X509Certificate2 Certificate(string address, DateTimeOffset from, DateTimeOffset until)
    {
        using RSA key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(from, until);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12, "x"), "x", X509KeyStorageFlags.Exportable);
    }
}
