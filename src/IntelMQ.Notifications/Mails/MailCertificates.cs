using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntelMQ.Notifications.Mails;

/// <summary>Certificates for mails that are signed or encrypted by S/MIME. Whoever puts a recipient's certificate here trusts it. Thread-safe once filled.</summary>
public sealed class MailCertificates
{
    private readonly Dictionary<string, X509Certificate2> _recipients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sender's certificate with its private key; <see langword="null"/> for none.</summary>
    public X509Certificate2? Sender { get; init; }

    /// <summary>Reads a folder of recipients' certificates, PEM: <c>abuse@example.com.pem</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">The folder or a file cannot be read, or a file is no certificate; the message names it.</exception>
    public void ReadRecipients(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal))
        {
            try
            {
                Add(Path.GetFileNameWithoutExtension(file), X509CertificateLoader.LoadCertificateFromFile(file));
            }
            catch (CryptographicException exception)
            {
                throw new IOException($"'{file}' is no certificate: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Adds a recipient's certificate.</summary>
    /// <param name="address">The address.</param>
    /// <param name="certificate">The certificate.</param>
    public void Add(string address, X509Certificate2 certificate)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        ArgumentNullException.ThrowIfNull(certificate);
        _recipients[address] = certificate;
    }

    internal X509Certificate2? RecipientOf(string address) => _recipients.GetValueOrDefault(address);

    /// <summary>Why a certificate cannot be used now; <see langword="null"/> where it can.</summary>
    internal static string? WhyNot(X509Certificate2? certificate, string whose, DateTimeOffset now)
    {
        if (certificate is null)
            return $"there is no certificate of {whose}";
        if (now < certificate.NotBefore)
            return string.Create(CultureInfo.InvariantCulture, $"the certificate of {whose} is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} on");
        return now > certificate.NotAfter ? string.Create(CultureInfo.InvariantCulture, $"the certificate of {whose} was valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}") : null;
    }
}
