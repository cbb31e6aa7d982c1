using System.Net;
using System.Net.Sockets;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Collectors;

/// <summary>Takes messages over TCP, as IntelMQ's TCP output sends them: four bytes of length, big-endian, and as many bytes; a report each.</summary>
/// <remarks>
/// <c>Ok</c> is the answer to a message that is in the queue of the parser, which with a durable broker is on disk; so nothing is lost where
/// the sender sends again what it has no answer for. <c>End</c> is the answer to the end of a connection, <c>Incomplete message</c> to one that
/// ends in the middle of a message, or announces one of no bytes or of more than <c>max_report_size</c>. The port stays open between turns.
/// Anybody who can reach the port can send: keep it on the inside.
/// </remarks>
[Bot("intelmq.bots.collectors.tcp.collector", BotKind.Collector, Summary = "Takes messages over TCP, as IntelMQ's TCP output sends them.")]
public sealed partial class TcpCollector : Collector
{
    private readonly TcpCollectorOptions _options;
    private readonly ReportInbox _inbox;
    private Socket? _socket;
    private SocketServer? _server;

    /// <inheritdoc cref="TcpCollector(TcpCollectorOptions)"/>
    public TcpCollector(TcpCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _inbox = new ReportInbox(services.Time);
    }

    /// <summary>The address and port that others connect to; <see langword="null"/> before the start.</summary>
    public IPEndPoint? LocalEndPoint => _socket?.LocalEndPoint as IPEndPoint;

    /// <summary>Opens the port.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            return;
        _socket = await ListeningSocket.OpenTcpAsync(Module, _options.Ip!, _options.Port!.Value, cancellationToken).ConfigureAwait(false);
        _server = new SocketServer(_socket, _options.Listen.MaxConnections, ServeAsync);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<CollectedReport> CollectAsync(CancellationToken cancellationToken)
        => _inbox.ReadAsync(ReportOf, _options.Listen.AcceptTimeout, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private Report ReportOf(InboxItem item) => NewReport(item.Data);

    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        _inbox.Opened();
        try
        {
            var frames = new TcpFrames(stream, _options.Listen.MaxReportSize, _options.Listen.IdleTimeout, Services.Time);
            while (await frames.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                if (!await _inbox.PostAsync(frame, null, cancellationToken).ConfigureAwait(false))
                    return;
                await stream.WriteAsync("Ok"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }

            await stream.WriteAsync(frames.IsComplete ? "End"u8.ToArray() : "Incomplete message"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _inbox.Closed();
        }
    }
}
