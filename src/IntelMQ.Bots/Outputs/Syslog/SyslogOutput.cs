using System.Globalization;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Sends events to a syslog server (RFC 5424) over UDP, TCP or TLS: as JSON in the message, or as structured data. What cannot be seen is escaped, so
/// that no event begins a line or a message of its own.
/// </summary>
/// <remarks>
/// IntelMQ has no such bot. In JSON such characters are escaped as JSON does (<c>\u000a</c>), in structured data they are shown by their numbers; JSON
/// is sent without a byte order mark. Syslog knows no answers: an event counts as stored when the system has taken its message, and what is on its
/// way when a connection breaks is lost, without anybody knowing. A connection that the other side has closed is noticed before a batch, and made
/// again. An event that needs more than <c>max_message_size</c>, or than a datagram holds, is a failure; set it to what the other side takes, since
/// many cut what is longer. With rsyslog: <c>module(load="imtcp") input(type="imtcp" port="5514")</c>, and <c>$MaxMessageSize 64k</c>. All parameters
/// are this project's own.
/// </remarks>
[Bot("intelmq.bots.outputs.syslog.output", BotKind.Output, Summary = "Sends events to a syslog server (RFC 5424) over UDP, TCP or TLS.")]
public sealed partial class SyslogOutput : Output
{
    // What IPv4 leaves of 65535 bytes.
    private const int MaxDatagram = 65507;
    private const int MaxChunk = 256 * 1024;

    private readonly SyslogOutputOptions _options;
    private readonly SyslogText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _message = new(2048);
    private readonly Utf8Buffer _chunk = new(4096);
    private SyslogPeer? _peer;

    /// <inheritdoc cref="SyslogOutput(SyslogOutputOptions)"/>
    public SyslogOutput(SyslogOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _text = new SyslogText(options, services.Time);
    }

    /// <summary>Connects.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _peer ??= await SyslogPeer.ConnectAsync(_options, Services.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(Module, [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<Event> left = _sent.Left(batch);
        if (_peer is { IsClosed: true })
            await DisconnectAsync().ConfigureAwait(false);
        try
        {
            _peer ??= await SyslogPeer.ConnectAsync(_options, Services.Time, cancellationToken).ConfigureAwait(false);
            if (_options.Protocol == SyslogOutputOptions.Udp)
                await SendDatagramsAsync(_peer, left, cancellationToken).ConfigureAwait(false);
            else
                await SendChunksAsync(_peer, left, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // What is half sent belongs to no event that follows.
            await DisconnectAsync().ConfigureAwait(false);
            throw;
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask SendDatagramsAsync(SyslogPeer peer, List<Event> events, CancellationToken cancellationToken)
    {
        foreach (Event message in events)
        {
            Write(message, Math.Min(_options.MaxMessageSize, MaxDatagram));
            await peer.SendAsync(_message.WrittenMemory, cancellationToken).ConfigureAwait(false);
            _sent.Note(message);
        }
    }

    // What is refused does not keep back those before it.
    private async ValueTask SendChunksAsync(SyslogPeer peer, List<Event> events, CancellationToken cancellationToken)
    {
        for (int next = 0; next < events.Count;)
        {
            _chunk.Clear();
            int first = next;
            RefusedException? refused = null;
            for (; next < events.Count && _chunk.Length < MaxChunk && refused is null; next += refused is null ? 1 : 0)
            {
                try
                {
                    Write(events[next], _options.MaxMessageSize);
                    Append();
                }
                catch (RefusedException exception)
                {
                    refused = exception;
                }
            }

            if (_chunk.Length > 0)
                await peer.SendAsync(_chunk.WrittenMemory, cancellationToken).ConfigureAwait(false);
            for (int i = first; i < next; i++)
                _sent.Note(events[i]);
            if (refused is not null)
                throw refused;
        }
    }

    private void Write(Event message, int maxSize)
    {
        _message.Clear();
        _text.Write(message, _message);
        if (_message.Length > maxSize)
            throw new RefusedException(string.Create(CultureInfo.InvariantCulture, $"The event takes {_message.Length} bytes as a syslog message, but only {maxSize} are allowed (max_message_size)."));
    }

    private void Append()
    {
        if (_options.Framing == SyslogOutputOptions.OctetCounting)
        {
            _chunk.Append(_message.Length);
            _chunk.Append((byte)' ');
        }

        _chunk.Append(_message.WrittenSpan);
        if (_options.Framing == SyslogOutputOptions.Newline)
            _chunk.Append((byte)'\n');
    }

    private async ValueTask DisconnectAsync()
    {
        if (_peer is not null)
            await _peer.DisposeAsync().ConfigureAwait(false);
        _peer = null;
    }
}
