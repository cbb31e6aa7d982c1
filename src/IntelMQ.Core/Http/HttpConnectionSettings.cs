namespace IntelMQ.Http;

/// <summary>How connections are made. Bots with equal settings share connections.</summary>
public sealed record HttpConnectionSettings
{
    /// <summary>Straight connections with checked certificates to any address.</summary>
    public static HttpConnectionSettings Default { get; } = new();

    /// <summary>The proxy of URLs that begin with http://; <see langword="null"/> for what the system says.</summary>
    public Uri? HttpProxy { get; init; }

    /// <summary>The proxy of URLs that begin with https://; <see langword="null"/> for what the system says.</summary>
    public Uri? HttpsProxy { get; init; }

    /// <summary>Whether certificates of servers are checked; on by default.</summary>
    public bool VerifiesCertificates { get; init; } = true;

    /// <summary>A file with the certificates (PEM) of the authorities that are trusted in place of the system's; <see langword="null"/> for those.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>A file with the client's certificate and its key: PEM, or PKCS #12 without a password; <see langword="null"/> for none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>A PEM file with the key of <see cref="ClientCertificateFile"/>, where it is not in the same file.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Which addresses may be reached.</summary>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Any;

    /// <summary>The time in which a connection must stand; 30 seconds by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
