namespace IntelMQ.Bots.Stomp;

/// <summary>How to reach a STOMP broker.</summary>
internal sealed record StompSettings
{
    /// <summary>The broker's address or name, which its certificate must bear.</summary>
    public required string Server { get; init; }

    public required int Port { get; init; }

    /// <summary>How often each side is to give a sign of life, in milliseconds; 0 for never.</summary>
    public required int HeartbeatMilliseconds { get; init; }

    /// <summary>The file of the certificates that the broker's must come from; empty for those of the system.</summary>
    public required string CaFile { get; init; }

    /// <summary>The file of the client's certificate; null where a name and a password are used.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The file of the key of the client's certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The virtual host of the broker; null for its default one.</summary>
    public string? VirtualHost { get; init; }

    public string? Username { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Complains about files that are not there.</summary>
    public void CheckFiles(ICollection<string> complaints)
    {
        Check("ssl_ca_certificate", CaFile, complaints);
        if (CertificateFile is null)
            return;
        Check("ssl_client_certificate", CertificateFile, complaints);
        Check("ssl_client_certificate_key", KeyFile, complaints);
    }

    private static void Check(string parameter, string? path, ICollection<string> complaints)
    {
        if (!string.IsNullOrEmpty(path) && !File.Exists(path))
            complaints.Add($"{parameter} cannot be '{path}': there is no such file.");
    }
}
