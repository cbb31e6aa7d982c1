using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IntelMQ.Export;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Sends each event as a datagram, such as to a syslog server: a line of JSON, or of names and values. Nothing tells whether it arrives.
/// Control and format characters are left out. An event that does not fit a datagram is a failure.
/// </summary>
[Bot("intelmq.bots.outputs.udp.output", BotKind.Output)]
public sealed partial class UdpOutput : Output
{
    private const int MaxDatagram = 65507;

    private readonly UdpOutputOptions _options;
    private readonly EventText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _buffer = new(2048);
    private readonly Utf8Buffer _datagram = new(2048);
    private Socket? _socket;
    private IPEndPoint? _target;

    /// <inheritdoc cref="UdpOutput(UdpOutputOptions)"/>
    public UdpOutput(UdpOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _text = new EventText(new EventTextFormat(options.KeepRawField ? MessageFormat.Flat : MessageFormat.WithoutRaw));
    }

    /// <summary>Looks up the name of the other side.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(nameof(UdpOutput), [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_socket is null)
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        foreach (Event message in _sent.Left(batch))
        {
            Write(message);
            if (_datagram.Length > MaxDatagram)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The event takes {_datagram.Length} bytes, but a datagram holds {MaxDatagram}."));
            try
            {
                await _socket!.SendToAsync(_datagram.WrittenMemory, SocketFlags.None, _target!, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                // The next try looks the name up again.
                Close();
                throw new IOException($"{_options.UdpHost} takes no datagram: {exception.Message}.", exception);
            }

            _sent.Note(message);
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Close();
        return base.DisposeAsync();
    }

    private async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(_options.UdpHost, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new IOException($"udp_host '{_options.UdpHost}' has no address: {exception.Message}.", exception);
        }

        if (addresses.Length == 0)
            throw new IOException($"udp_host '{_options.UdpHost}' has no address.");
        // A name that has both kinds mostly means the older one where nobody answers either way.
        IPAddress address = addresses.FirstOrDefault(static one => one.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        _target = new IPEndPoint(address, _options.UdpPort);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    }

    private void Write(Event message)
    {
        _buffer.Clear();
        _buffer.Append(_options.Header.AsSpan());
        if (_options.IsDelimited)
            WriteFields(message);
        else
            _text.Write(message, _buffer);
        _datagram.Clear();
        PrintableText.Append(_buffer.WrittenSpan, _datagram);
        _datagram.Append((byte)'\n');
    }

    private void WriteFields(Event message)
    {
        foreach (FieldKey key in message.KeysInOrder())
        {
            if (!_options.KeepRawField && key.Name == "raw")
                continue;
            _buffer.Append(_options.FieldDelimiter.AsSpan());
            _buffer.Append(key.Name.AsSpan());
            _buffer.Append((byte)':');
            PythonText.Str(message[key], _buffer);
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
