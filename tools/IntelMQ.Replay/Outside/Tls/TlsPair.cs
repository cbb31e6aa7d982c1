using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IntelMQ.Replay.Observed;

namespace IntelMQ.Replay.Outside.Tls;

/// <summary>A self-signed certificate for localhost and its key, made for the run: <c>cert.pem</c> and <c>key.pem</c> in <c>@TLS@</c>.</summary>
internal sealed class TlsPair : IOutside
{
    private readonly string _folder = Directory.CreateTempSubdirectory("intelmq-replay-tls-").FullName;

    public TlsPair()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(7));
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), made.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    public void Describe(Placeholders placeholders) => placeholders.Add("@TLS@", _folder);

    public ValueTask ObserveAsync(JsonObject observed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
