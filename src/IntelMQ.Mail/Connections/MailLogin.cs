using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IntelMQ.Bots;
using MailKit;
using MailKit.Security;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace IntelMQ.Mail.Connections;

/// <summary>Connects to a server as its settings say, and logs in.</summary>
internal static class MailLogin
{
    /// <summary>The fault of a server that cannot be logged in to with what the host gives; null where there is none.</summary>
    public static string? ComplaintAbout(MailServer server, BotServices services)
        => server is { UsesTokens: true, AccessToken: null } && services.AccessTokens is null
            ? "this bot logs in with access tokens, but the host gives none: set BotServices.AccessTokens."
            : null;

    public static async Task ConnectAsync(IMailService client, MailServer server, BotServices services, CancellationToken cancellationToken)
    {
        client.Timeout = (int)Math.Min(int.MaxValue, server.Timeout.TotalMilliseconds);
        client.CheckCertificateRevocation = false;
        client.ServerCertificateValidationCallback = ValidationOf(server);
        SecureSocketOptions security = server.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        await client.ConnectAsync(server.Host, server.Port, security, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(server.User))
            return;
        if (server.AccessToken is { IsEmpty: false } || server.UsesTokens)
        {
            string token = await TokenAsync(server, services, cancellationToken).ConfigureAwait(false);
            SaslMechanism mechanism = client.AuthenticationMechanisms.Contains("OAUTHBEARER")
                ? new SaslMechanismOAuthBearer(server.User, token)
                : new SaslMechanismOAuth2(server.User, token);
            await client.AuthenticateAsync(mechanism, cancellationToken).ConfigureAwait(false);
            return;
        }

        await client.AuthenticateAsync(server.User, server.Password?.Reveal(services.Secrets) ?? "", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Logs out, where there is a connection, and ends the client. Never throws: how a server says good-bye does not count.</summary>
    public static async Task EndAsync(IMailService client, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var late = new Deadline(limit, time, cancellationToken);
            if (client.IsConnected)
                await client.DisconnectAsync(true, late.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // What was done is done.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
        }
#pragma warning restore CA1031
        finally
        {
            client.Dispose();
        }
    }

    /// <summary>What a failure is called; null for what is no matter of the server.</summary>
    public static MailServiceException? Explain(Exception exception, MailServer server)
    {
        string? words = exception switch
        {
            MailServiceException => exception.Message,
            AuthenticationException => $"{server} refuses the login: {exception.Message}",
            SslHandshakeException => $"{server} cannot be trusted, or does not speak TLS: {FirstLine(exception.Message)}",
            TimeoutException or OperationCanceledException => string.Create(CultureInfo.InvariantCulture, $"{server} gave no answer in time ({server.Timeout.TotalSeconds:0.###} seconds)."),
            NotSupportedException => $"{server} does not offer what is needed: {exception.Message}",
            FolderNotFoundException missing => $"{server} has no folder '{missing.FolderName}'.",
            CommandException or ProtocolException => $"{server} answers: {exception.Message}",
            IOException or SocketException or ServiceNotConnectedException or ServiceNotAuthenticatedException => $"{server} cannot be reached, or broke off: {exception.Message}",
            CryptographicException or UnauthorizedAccessException => $"{server} cannot be checked, since ssl_ca_certificate cannot be used: {exception.Message}",
            _ => null,
        };
        return words is null ? null : exception as MailServiceException ?? new MailServiceException(words, exception);
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static async Task<string> TokenAsync(MailServer server, BotServices services, CancellationToken cancellationToken)
        => server.AccessToken is { IsEmpty: false } token
            ? token.Reveal(services.Secrets)
            : await services.AccessTokens!.GetTokenAsync(server.Address, server.User!, cancellationToken).ConfigureAwait(false);

    private static RemoteCertificateValidationCallback? ValidationOf(MailServer server)
    {
        if (!server.VerifiesCertificate)
        {
#pragma warning disable CA5359 // The operator has said so.
            return static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (server.AuthorityFile is not { } file)
            return static (_, _, _, errors) => errors == SslPolicyErrors.None;
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(file);
        return (_, certificate, chain, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
                return false;
            using var checking = new X509Chain();
            checking.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            checking.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            checking.ChainPolicy.CustomTrustStore.AddRange(trusted);
            foreach (X509ChainElement element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
                checking.ChainPolicy.ExtraStore.Add(element.Certificate);
            using var own = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return checking.Build(own);
        };
    }
}
