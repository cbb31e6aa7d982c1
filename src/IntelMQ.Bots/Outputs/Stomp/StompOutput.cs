using IntelMQ.Bots.Stomp;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Text;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Outputs;

/// <summary>
/// Sends events to a STOMP broker over TLS, each as a message with its JSON or the value of one field. A batch is stored once the broker has
/// confirmed its last message. A connection that breaks is made anew, once in a batch; what was under way then may arrive twice.
/// </summary>
[Bot("intelmq.bots.outputs.stomp.output", BotKind.Output)]
public sealed partial class StompOutput : Output
{
    private readonly StompSettings _settings;
    private readonly KeyValuePair<string, string>[] _headers;
    private readonly EventText _text;
    private readonly Utf8Buffer _body = new(2048);
    private StompConnection? _connection;

    /// <inheritdoc cref="StompOutput(StompOutputOptions)"/>
    public StompOutput(StompOutputOptions options, BotServices services)
        : base(options, services)
    {
        _settings = options.ToSettings();
        _headers = [new("destination", options.Exchange)];
        _text = new EventText(options.ToFormat(services, Module));
    }

    /// <summary>Connects and logs in.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        _settings.CheckFiles(complaints);
        if (complaints.Count > 0)
            throw new BotConfigurationException(nameof(StompOutput), complaints);
        try
        {
            _connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(nameof(StompOutput), [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        bool isFresh = _connection is null;
        while (true)
        {
            try
            {
                _connection ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
                await _connection.SendAsync(batch.Select(FrameOf), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                await DisconnectAsync().ConfigureAwait(false);
                if (isFresh || exception is OperationCanceledException)
                    throw;
                LogReconnect(Log, _settings.Server, _settings.Port, exception.Message);
                isFresh = true;
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private StompFrame FrameOf(Event message)
    {
        _body.Clear();
        _text.Write(message, _body);
        return new StompFrame("SEND", _headers, _body.ToArray());
    }

    private ValueTask<StompConnection> ConnectAsync(CancellationToken cancellationToken) => StompConnection.ConnectAsync(_settings, Services.Time, cancellationToken);

    private async ValueTask DisconnectAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }

    [LoggerMessage(1, LogLevel.Warning, "The connection to {server}:{port} broke, and is made anew: {reason}")]
    private static partial void LogReconnect(ILogger log, string server, int port, string reason);
}
