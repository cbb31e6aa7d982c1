using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntelMQ.Bots.Stomp;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Collectors;

/// <summary>Makes a report of each message of a destination of a STOMP broker, such as n6's, for as long as it runs.</summary>
/// <remarks>
/// A message is text: what is no UTF-8 is replaced, white space at its end goes, and one with nothing else is passed over. When the connection
/// breaks it is made anew, and the log says from when to when nothing was received; what was sent meanwhile comes then, if the broker keeps
/// a queue for the subscription.
/// </remarks>
[Bot("intelmq.bots.collectors.stomp.collector", BotKind.Collector, Summary = "Makes a report of each message of a STOMP broker.")]
public sealed partial class StompCollector : Collector
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly StompCollectorOptions _options;
    private readonly StompSettings _settings;
    private readonly string _url;
    private StompConnection? _connection;
    private bool _isHalfRead;

    /// <inheritdoc cref="StompCollector(StompCollectorOptions)"/>
    public StompCollector(StompCollectorOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _settings = options.ToSettings();
        _url = string.Create(CultureInfo.InvariantCulture, $"stomp://{options.Server}:{options.Connection.Port}/{options.Exchange}");
    }

    /// <summary>Checks that the files of certificates are there.</summary>
    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        var complaints = new List<string>();
        _settings.CheckFiles(complaints);
        return complaints.Count == 0 ? base.StartAsync(cancellationToken) : throw new BotConfigurationException(nameof(StompCollector), complaints);
    }

    /// <summary>Receives messages until it is told to end; or until the connection breaks, where <c>reconnect</c> is off.</summary>
    /// <inheritdoc/>
    public override async IAsyncEnumerable<CollectedReport> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeSpan pause = _options.ReconnectDelay;
        DateTimeOffset? lostAt = null;
        while (true)
        {
            (StompConnection? connection, string reason) = await TryConnectAsync(cancellationToken).ConfigureAwait(false);
            if (connection is not null)
            {
                if (lostAt is { } since)
                    LogMissed(Log, _url, since, Services.Time.GetUtcNow());
                while (true)
                {
                    (StompFrame? frame, reason) = await TryReceiveAsync(connection, cancellationToken).ConfigureAwait(false);
                    if (frame is null)
                        break;
                    pause = _options.ReconnectDelay;
                    if (frame.Command != "MESSAGE")
                        continue;
                    if (ReportOf(frame) is { } report)
                        yield return new CollectedReport(report, _ => AcknowledgeAsync(connection, frame));
                    else
                        await AcknowledgeAsync(connection, frame).ConfigureAwait(false);
                }

                lostAt = Services.Time.GetUtcNow();
            }

            LogInterrupted(Log, _url, reason);
            if (!_options.Reconnect)
                yield break;
            await Task.Delay(pause, Services.Time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await DisconnectAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // Outlives a turn: what is under way is acknowledged later.
    private async ValueTask<(StompConnection? Connection, string Reason)> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (_isHalfRead)
            await DisconnectAsync().ConfigureAwait(false);
        _isHalfRead = false;
        if (_connection is not null)
            return (_connection, "");
        try
        {
            StompConnection connection = await StompConnection.ConnectAsync(_settings, Services.Time, cancellationToken).ConfigureAwait(false);
            _connection = connection;
            await connection.SendAsync(
                new StompFrame(
                    "SUBSCRIBE",
                    [new("id", "1"), new("destination", _options.Exchange), new("ack", _options.Acknowledge ? "client-individual" : "auto"), .. _options.SubscriptionHeaders],
                    default),
                cancellationToken).ConfigureAwait(false);
            return (connection, "");
        }
        catch (IOException exception) when (_options.Reconnect)
        {
            await DisconnectAsync().ConfigureAwait(false);
            return (null, exception.Message);
        }
    }

    private async ValueTask<(StompFrame? Frame, string Reason)> TryReceiveAsync(StompConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false), "");
        }
        catch (OperationCanceledException)
        {
            // Half a frame may be read; what is under way can still be acknowledged.
            _isHalfRead = true;
            throw;
        }
        catch (IOException exception)
        {
            await DisconnectAsync().ConfigureAwait(false);
            return (null, exception.Message);
        }
    }

    private Report? ReportOf(StompFrame frame)
    {
        string text = Encoding.UTF8.GetString(frame.Body.Span).TrimEnd();
        if (text.Length == 0)
            return null;
        Report report = NewReport(Encoding.UTF8.GetBytes(text));
        report.Set(Fields.Feed.Url, _url);
        return report;
    }

    private async ValueTask AcknowledgeAsync(StompConnection connection, StompFrame message)
    {
        if (!_options.Acknowledge || message["message-id"] is not { } id)
            return;
        try
        {
            await connection.SendAsync(new StompFrame("ACK", [new("subscription", "1"), new("message-id", id)], default), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The broker sends it again.
        }
    }

    private async ValueTask DisconnectAsync()
    {
        StompConnection? connection = _connection;
        _connection = null;
        if (connection is not null)
            await connection.DisposeAsync().ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Warning, "Nothing is received from {Url} any more: {Reason}")]
    private static partial void LogInterrupted(ILogger log, string url, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Nothing was received from {Url} between {Since:u} and {Until:u}.")]
    private static partial void LogMissed(ILogger log, string url, DateTimeOffset since, DateTimeOffset until);
}
