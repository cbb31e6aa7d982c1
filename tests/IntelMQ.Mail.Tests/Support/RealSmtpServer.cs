using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IntelMQ.Mail.Tests;

/// <summary>A mail server of somebody else's make, with TLS and a login: <c>desk</c> and <c>right</c>.</summary>
internal sealed class RealSmtpServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Store _store = new();
    private readonly Task _running;

    public RealSmtpServer(X509Certificate2 certificate, bool isSecure)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        ISmtpServerOptions options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(isSecure).Certificate(certificate).AuthenticationRequired())
            .Build();
        var services = new ServiceProvider();
        services.Add(_store);
        services.Add(new Users());
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_end.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<TakenMail> Mails => _store.Mails;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private sealed class Store : MessageStore
    {
        public ConcurrentQueue<TakenMail> Mails { get; } = [];

        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            Mails.Enqueue(new TakenMail($"{transaction.From.User}@{transaction.From.Host}", [.. transaction.To.Select(static to => $"{to.User}@{to.Host}")], buffer.ToArray()));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Users : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
            => Task.FromResult((user, password) == ("desk", "right"));
    }
}
