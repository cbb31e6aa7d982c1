using IntelMQ.Bots;
using IntelMQ.Mail.Connections;

namespace IntelMQ.Mail.Outputs;

/// <summary>What outputs that send mail can be told of their server beyond IntelMQ's parameters.</summary>
public sealed partial class SmtpLoginOptions : OptionsPart
{
    /// <summary><c>smtp_oauth2</c>: log in with access tokens of OAuth 2.0, for which the host is asked (<c>BotServices.AccessTokens</c>), in place of the password; off by default. The parameter is this project's own.</summary>
    public bool SmtpOauth2 { get; set; }

    /// <summary><c>smtp_access_token</c>: log in with this access token in place of the password; <c>${file:PATH}</c> is read again at each login. The parameter is this project's own.</summary>
    public Secret? SmtpAccessToken { get; set; }

    /// <summary><c>ssl_ca_certificate</c>: a PEM file of the certificates that the server's must come from; <see langword="null"/> for those of the system. The parameter is this project's own.</summary>
    [Reaches(Outside.File)]
    public string? SslCaCertificate { get; set; }

    /// <summary><c>smtp_timeout</c>: the time that one step of a conversation with the server may take. The parameter is this project's own.</summary>
    [Range(0, 3600, MinimumIsExclusive = true)]
    [Unit("seconds")]
    public TimeSpan SmtpTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A server that is logged in to so.</summary>
    internal MailServer ToServer(SmtpServerAddress server) => ToServer(server.Host, server.Port, server.Protection, server.User, server.Password);

    /// <inheritdoc cref="ToServer(SmtpServerAddress)"/>
    internal MailServer ToServer(string host, int port, MailSecurity security, string? user, Secret? password) => new()
    {
        Protocol = "smtp",
        Host = host,
        Port = port,
        Security = security,
        AuthorityFile = string.IsNullOrEmpty(SslCaCertificate) ? null : SslCaCertificate,
        User = user,
        Password = password,
        AccessToken = SmtpAccessToken,
        UsesTokens = SmtpOauth2,
        Timeout = SmtpTimeout,
    };
}
