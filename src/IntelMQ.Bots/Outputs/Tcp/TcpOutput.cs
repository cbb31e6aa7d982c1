using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Sends events over TCP, as JSON, to IntelMQ's TCP collector or another program. A batch goes out at once, and then its answers are
/// read. What the other side refuses is sent again after a second; a connection that breaks is made anew, once in a batch.
/// </summary>
[Bot("intelmq.bots.outputs.tcp.output", BotKind.Output)]
public sealed partial class TcpOutput : Output
{
    private const int MaxRefusals = 3;
    private const int MaxChunk = 256 * 1024;

    private static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromSeconds(1);

    private readonly TcpOutputOptions _options;
    private readonly byte[] _separator;
    private readonly EventText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _buffer = new(4096);
    private readonly Utf8Buffer _body = new(4096);
    private TcpPeer? _peer;

    /// <inheritdoc cref="TcpOutput(TcpOutputOptions)"/>
    public TcpOutput(TcpOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _separator = Encoding.UTF8.GetBytes(options.Separator ?? "");
        _text = new EventText(new EventTextFormat(options.HierarchicalOutput ? MessageFormat.Hierarchical : MessageFormat.Flat) { Document = services.FormatOf(options.Format, Module) });
    }

    /// <summary>Connects.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _peer = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(nameof(TcpOutput), [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<Event> left = _sent.Left(batch);
        bool isFresh = _peer is null;
        for (int refusals = 0; left.Count > 0;)
        {
            try
            {
                _peer ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
                left = await SendAsync(_peer, left, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // What is on its way in a connection that was left in the middle belongs to no event that follows.
                Disconnect();
                if (isFresh || exception is OperationCanceledException)
                    throw;
                LogReconnect(Log, _options.Ip!, _options.Port, exception.Message);
                isFresh = true;
                left = [.. _sent.Left(left)];
                continue;
            }

            if (left.Count > 0 && ++refusals > MaxRefusals)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{_options.Ip}:{_options.Port} did not answer Ok to {left.Count} of {batch.Count} events."));
            if (left.Count > 0)
                await Task.Delay(PauseAfterRefusal, Services.Time, cancellationToken).ConfigureAwait(false);
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Disconnect();
        return base.DisposeAsync();
    }

    // The events that were refused.
    private async ValueTask<List<Event>> SendAsync(TcpPeer peer, List<Event> events, CancellationToken cancellationToken)
    {
        var refused = new List<Event>();
        peer.Drain();
        for (int next = 0; next < events.Count;)
        {
            _buffer.Clear();
            int first = next;
            for (; next < events.Count && _buffer.Length < MaxChunk; next++)
                Append(events[next]);
            await peer.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            for (int i = first; i < next; i++)
            {
                if (!_options.CounterpartIsIntelmq || await peer.IsOkAsync(cancellationToken).ConfigureAwait(false))
                    _sent.Note(events[i]);
                else
                    refused.Add(events[i]);
            }
        }

        return refused;
    }

    private void Append(Event message)
    {
        if (_separator.Length > 0)
        {
            _text.Write(message, _buffer);
            _buffer.Append(_separator);
            return;
        }

        _body.Clear();
        _text.Write(message, _body);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, _body.Length);
        _buffer.Append(length);
        _buffer.Append(_body.WrittenSpan);
    }

    private ValueTask<TcpPeer> ConnectAsync(CancellationToken cancellationToken) => TcpPeer.ConnectAsync(_options.Ip!, _options.Port, Services.Time, cancellationToken);

    private void Disconnect()
    {
        _peer?.Dispose();
        _peer = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The connection to {host}:{port} broke, and is made anew: {reason}")]
    private static partial void LogReconnect(ILogger log, string host, int port, string reason);
}
