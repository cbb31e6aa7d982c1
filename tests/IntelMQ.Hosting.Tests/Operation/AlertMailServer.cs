using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IntelMQ.Hosting.Tests.Operation;

/// <summary>A mail server of somebody else's make; with a certificate it offers encryption, and a login then (<c>desk</c> and <c>right</c>).</summary>
internal sealed class AlertMailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Store _store = new();
    private readonly Task _running;

    public AlertMailServer(X509Certificate2? certificate = null, string? refused = null)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        ISmtpServerOptions options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AllowUnsecureAuthentication(false);
                if (certificate is not null)
                    endpoint.Certificate(certificate);
            })
            .Build();
        _store.Refused = refused;
        var services = new ServiceProvider();
        services.Add(_store);
        services.Add(new Users(this));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<MimeMessage> Mails => _store.Mails;

    public int Logins { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private sealed class Store : MessageStore
    {
        public ConcurrentQueue<MimeMessage> Mails { get; } = [];

        public string? Refused { get; set; }

        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (transaction.To.Any(to => to.User == Refused))
                return Task.FromResult(SmtpResponse.MailboxUnavailable);
            using var data = new MemoryStream(buffer.ToArray());
            Mails.Enqueue(MimeMessage.Load(data, cancellationToken));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Users(AlertMailServer server) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
        {
            server.Logins++;
            return Task.FromResult((user, password) == ("desk", "right"));
        }
    }
}
