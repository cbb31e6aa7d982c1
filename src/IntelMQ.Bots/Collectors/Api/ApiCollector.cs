using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Collectors;

/// <summary>Makes a report of what is sent to it by HTTP: <c>POST /intelmq/push</c>, on a port or a Unix socket of its own.</summary>
/// <remarks>
/// The answer is 200 once the report is in the queue of the parser, which with a durable broker is on disk; 503 where the collector stops
/// before. It listens on the machine's own address unless it is told another, and that needs a token. The body is taken as it comes: it is
/// neither unpacked nor checked. A host with a web server of its own sets <c>listen</c> to false and hands over bodies with
/// <see cref="PushAsync"/>.
/// </remarks>
[Bot("intelmq.bots.collectors.api.collector_api", BotKind.Collector, Summary = "Makes a report of what is sent to it by HTTP.")]
public sealed partial class ApiCollector : Collector
{
    private readonly ApiCollectorOptions _options;
    private readonly ReportInbox _inbox;
    private Socket? _socket;
    private SocketServer? _server;

    /// <inheritdoc cref="ApiCollector(ApiCollectorOptions)"/>
    public ApiCollector(ApiCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _inbox = new ReportInbox(services.Time);
    }

    /// <summary>The address and port that others connect to; <see langword="null"/> before the start and for a Unix socket.</summary>
    public IPEndPoint? LocalEndPoint => _socket?.LocalEndPoint as IPEndPoint;

    /// <summary>Opens the port or the socket.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null || !_options.ListensItself)
            return;
        if (_options.UseSocket)
        {
            _socket = ListeningSocket.OpenUnix(Module, _options.SocketPath, _options.SocketMode!.Value);
            if (!string.IsNullOrEmpty(_options.SocketGroup))
                await GiveToGroupAsync(_options.SocketPath, _options.SocketGroup, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _socket = await ListeningSocket.OpenTcpAsync(Module, _options.Ip, _options.Port, cancellationToken).ConfigureAwait(false);
        }

        _server = new SocketServer(_socket, _options.Listen.MaxConnections, ServeAsync);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
        => _inbox.ReadAsync(item => NewReport(item.Data), _options.Listen.AcceptTimeout, cancellationToken);

    /// <summary>Takes a body that a host's own web server has received.</summary>
    /// <param name="body">The body; kept, not copied.</param>
    /// <param name="credential">The header <c>Authorization</c> or <c>X-Api-Key</c> of the request; needed where <c>api_token</c> is set.</param>
    /// <param name="cancellationToken">Ends the wait; the report may be in a queue all the same.</param>
    /// <returns>
    /// The status to answer with: 200 where the report is in a queue, 400 for an empty body, 401 for a wrong credential, 413 for more than
    /// <c>max_report_size</c>, 503 where the collector stops.
    /// </returns>
    public async Task<int> PushAsync(ReadOnlyMemory<byte> body, string? credential, CancellationToken cancellationToken)
    {
        if (!Allows(credential))
            return 401;
        if (body.IsEmpty)
            return 400;
        if (body.Length > _options.Listen.MaxReportSize)
            return 413;
        return await _inbox.PostAsync(body, null, cancellationToken).ConfigureAwait(false) ? 200 : 503;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
            if (_options.UseSocket)
                File.Delete(_options.SocketPath);
            _server = null;
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whether a request with this credential may send.</summary>
    internal bool Allows(string? credential)
    {
        if (_options.ApiToken is not { IsEmpty: false } token)
            return true;
        const string Scheme = "Bearer ";
        string given = credential?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? credential[Scheme.Length..].Trim() : credential ?? "";
        // Over digests, so that not even the length shows in the time that it takes.
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal())));
    }

    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        _inbox.Opened();
        try
        {
            var connection = new PushConnection(stream, this, _options.Listen, Services.Time);
            while (await connection.ServeAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }
        finally
        {
            _inbox.Closed();
        }
    }

    private async Task GiveToGroupAsync(string path, string group, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("chgrp", ["--", group, path]) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string error = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new BotConfigurationException(Module, [$"socket_group cannot be '{group}': {error.Trim()}."]);
        }
        catch (Win32Exception exception)
        {
            throw new BotConfigurationException(Module, [$"socket_group needs the program chgrp: {exception.Message}"]);
        }
    }
}
