using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using IntelMQ.Notifications.Directives;
using MimeKit;
using MimeKit.Cryptography;

namespace IntelMQ.Notifications.Mails;

/// <summary>Signs and encrypts by S/MIME (RFC 8551).</summary>
internal static class MailProtector
{
    /// <summary>Protects a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="protection">What it must have.</param>
    /// <param name="recipient">Who reads it.</param>
    /// <param name="certificates">The certificates.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="RefusedException">There is no certificate that can be used.</exception>
    public static MimeEntity Protect(MimeEntity body, MailProtection protection, string recipient, MailCertificates? certificates, DateTimeOffset now)
    {
        if (protection == MailProtection.None)
            return body;
        string word = protection == MailProtection.Signed ? "signed" : "encrypted";
        if (certificates is null)
            throw new RefusedException($"the mail must be {word}, and there are no certificates");
        string? reason = MailCertificates.WhyNot(certificates.Sender, "the sender", now);
        X509Certificate2? reader = certificates.RecipientOf(recipient);
        if (reason is null && protection == MailProtection.Encrypted)
            reason = MailCertificates.WhyNot(reader, recipient, now);
        if (reason is null && !certificates.Sender!.HasPrivateKey)
            reason = "the certificate of the sender has no private key";
        if (reason is not null)
            throw new RefusedException($"the mail must be {word}, and {reason}");
        try
        {
            using var context = new TemporarySecureMimeContext();
            var signer = new CmsSigner(certificates.Sender!) { DigestAlgorithm = DigestAlgorithm.Sha256 };
            if (protection == MailProtection.Signed)
                return MultipartSigned.Create(context, signer, body);
            var readers = new CmsRecipientCollection { new CmsRecipient(reader!) { EncryptionAlgorithms = [EncryptionAlgorithm.Aes256] } };
            return ApplicationPkcs7Mime.SignAndEncrypt(context, signer, readers, body);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or NotSupportedException or CertificateNotFoundException or InvalidOperationException)
        {
            throw new RefusedException($"the mail must be {word}, and cannot be: {exception.Message}", exception);
        }
    }
}
