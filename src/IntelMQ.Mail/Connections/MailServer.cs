using IntelMQ.Bots;

namespace IntelMQ.Mail.Connections;

/// <summary>A mail server, and how one logs in there.</summary>
internal sealed record MailServer
{
    /// <summary><c>imap</c> or <c>smtp</c>.</summary>
    public required string Protocol { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public MailSecurity Security { get; init; } = MailSecurity.Tls;

    /// <summary>Whether the server's certificate must be good.</summary>
    public bool VerifiesCertificate { get; init; } = true;

    /// <summary>A PEM file of the certificates that the server's must come from; null for those of the system.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Who logs in; null for nobody.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>An access token of OAuth 2.0; looked up again at each login where it is a reference.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>Whether the host is asked for an access token at each login.</summary>
    public bool UsesTokens { get; init; }

    /// <summary>The time that one step of a conversation may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The server as it is named to a host that gives tokens.</summary>
    public Uri Address => new UriBuilder(Protocol, Host, Port).Uri;

    /// <summary>The server as it is named to people.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
