using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using IntelMQ.Failures;

namespace IntelMQ.Bots.Collectors;

/// <summary>
/// Takes syslog messages over UDP and TCP, with or without TLS, of RFC 5424, RFC 3164 or any other form: a line each, as it came.
/// </summary>
/// <remarks>
/// IntelMQ has no such bot. A report holds the messages that have come since the one before it, one a line, so that under load a report is worth its
/// commit. In connections, messages stand behind their lengths or end with line feeds (RFC 6587). Syslog knows no answers: what has come and is
/// not in a queue yet is lost with the process, and of datagrams nobody knows what never came; over TCP a sender waits while the pipeline is busy.
/// Messages that are too long or cut short are failures. Let senders send to <c>ip</c> and <c>port</c>: with rsyslog
/// <c>*.* action(type="omfwd" target="192.0.2.10" port="5514" protocol="tcp" TCP_Framing="octet-counted")</c>. Anybody who can reach the
/// port can send, with any host name in the message: keep it on the inside, or ask senders for certificates. All parameters are this project's own.
/// </remarks>
[Bot("intelmq.bots.collectors.syslog.collector", BotKind.Collector, Summary = "Takes syslog messages over UDP, TCP and TLS, as lines.")]
public sealed partial class SyslogCollector : Collector
{
    // A failure keeps no more.
    private const int KeptOfFailure = 64 << 10;

    private readonly SyslogCollectorOptions _options;
    private readonly SyslogInbox _inbox;
    private SyslogTls? _tls;
    private Socket? _tcp;
    private Socket? _udp;
    private SocketServer? _server;
    private SyslogDatagrams? _datagrams;
    private long _dropped;

    /// <inheritdoc cref="SyslogCollector(SyslogCollectorOptions)"/>
    public SyslogCollector(SyslogCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _inbox = new SyslogInbox(options.MaxWaitingSize, services.Time);
    }

    /// <summary>The address and port of connections; <see langword="null"/> before the start, or where there are none.</summary>
    public IPEndPoint? TcpEndPoint => _tcp?.LocalEndPoint as IPEndPoint;

    /// <summary>The address and port of datagrams; <see langword="null"/> before the start, or where there are none.</summary>
    public IPEndPoint? UdpEndPoint => _udp?.LocalEndPoint as IPEndPoint;

    /// <summary>Opens the ports.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null || _datagrams is not null)
            return;
        if (!string.IsNullOrEmpty(_options.SslCertificate))
            _tls ??= new SyslogTls(Module, _options, Services.Time);
        if (_options.Protocol != SyslogCollectorOptions.Udp)
            _tcp = await ListeningSocket.OpenTcpAsync(Module, _options.Ip!, _options.Port, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_options.Protocol != SyslogCollectorOptions.Tcp)
                _udp = await ListeningSocket.OpenUdpAsync(Module, _options.Ip!, _options.Port, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _tcp?.Dispose();
            throw;
        }

        if (_tcp is not null)
        {
            // Connections are long, and a sender that is gone says nothing.
            _tcp.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            _server = new SocketServer(_tcp, _options.MaxConnections, ServeAsync);
        }

        if (_udp is not null)
            _datagrams = new SyslogDatagrams(_udp, Take);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _inbox.TakeAsync(_options.MaxLines, _options.MaxWaitingSize, _options.AcceptTimeout, cancellationToken).ConfigureAwait(false) is { Count: > 0 } messages)
        {
            yield return ReportOf(messages);
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                Log.Dropped(dropped);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().ConfigureAwait(false);
        if (_datagrams is not null)
            await _datagrams.DisposeAsync().ConfigureAwait(false);
        _tls?.Dispose();
        if (_inbox.Count is > 0 and var lost)
            Log.Lost(lost);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A message without the line end or the null that some senders put behind it.</summary>
    internal static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> message) => message.TrimEnd("\r\n\0"u8);

    private CollectedReport ReportOf(List<SyslogMessage> messages)
    {
        if (messages is [{ Complaint: { } complaint } failed])
        {
            byte[] kept = failed.Data.Length > KeptOfFailure ? failed.Data[..KeptOfFailure] : failed.Data;
            return new CollectedReport(new Failure(NewReport(kept), $"A syslog message {complaint}.") { TruncatedFrom = failed.Length > kept.Length ? failed.Length : 0 });
        }

        // Nothing tells two equal messages apart, and both are meant.
        return new CollectedReport(NewReport(Joined(messages))) { Identity = Guid.NewGuid().ToByteArray() };
    }

    private static byte[] Joined(List<SyslogMessage> messages)
    {
        if (messages.Count == 1)
            return messages[0].Data;
        byte[] lines = new byte[messages.Sum(static message => message.Data.Length + 1) - 1];
        int at = 0;
        foreach (SyslogMessage message in messages)
        {
            if (at > 0)
                lines[at++] = (byte)'\n';
            message.Data.CopyTo(lines, at);
            at += message.Data.Length;
        }

        return lines;
    }

    private void Take(ReadOnlyMemory<byte> datagram)
    {
        byte[] data = WithoutEnd(datagram.Span).ToArray();
        if (data.Length == 0)
            return;
        SyslogMessage message = data.Length <= _options.MaxMessageSize
            ? new SyslogMessage(data)
            : new SyslogMessage(data[.._options.MaxMessageSize], $"has {data.Length} bytes, more than max_message_size allows ({_options.MaxMessageSize})", data.Length);
        if (!_inbox.TryPost(message))
            Interlocked.Increment(ref _dropped);
    }

    private async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        _inbox.Opened();
        try
        {
            SslStream? secured = _tls is null ? null : await _tls.SecureAsync(stream, cancellationToken).ConfigureAwait(false);
            await using (secured)
            {
                var frames = new SyslogFrames(secured ?? stream, _options.Framing, _options.MaxMessageSize, _options.IdleTimeout, Services.Time);
                while (await frames.NextAsync(cancellationToken).ConfigureAwait(false) is { } message)
                    await _inbox.PostAsync(message, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is AuthenticationException or System.ComponentModel.Win32Exception)
        {
            Log.NotSecured(exception.Message);
        }
        finally
        {
            _inbox.Closed();
        }
    }
}
