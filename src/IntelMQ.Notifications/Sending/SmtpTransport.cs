using IntelMQ.Bots;
using IntelMQ.Mail.Connections;
using IntelMQ.Mail.Outputs;

namespace IntelMQ.Notifications.Sending;

/// <summary>Gives mails to a server by SMTP, with TLS and a login as the outputs for mail have them.</summary>
public sealed class SmtpTransport : IMailTransport
{
    private readonly MailServer _server;
    private readonly BotServices _services;

    /// <summary>Gets ready; connects to nothing yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="login">More about the login.</param>
    /// <param name="services">The clock, secrets and access tokens.</param>
    /// <exception cref="ArgumentException">The login cannot be done with what the services give.</exception>
    public SmtpTransport(SmtpServerAddress server, SmtpLoginOptions login, BotServices services)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _server = login.ToServer(server);
        if (MailLogin.ComplaintAbout(_server, services) is { } complaint)
            throw new ArgumentException(complaint, nameof(services));
    }

    /// <inheritdoc/>
    public IMailConnection Connect() => new SmtpMailConnection(_server, _services);

    /// <inheritdoc/>
    public override string ToString() => _server.ToString();
}
