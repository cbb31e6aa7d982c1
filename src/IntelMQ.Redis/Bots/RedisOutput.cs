using IntelMQ.Bots;
using IntelMQ.Export;
using IntelMQ.Messages;
using IntelMQ.Redis.Server;
using IntelMQ.Text;

namespace IntelMQ.Redis.Bots;

/// <summary>
/// Pushes events as JSON onto a Redis list, such as the queue of another IntelMQ. Events of a batch go with one command, so all of them are
/// there or none; where the server's answer does not come, they are pushed again, and may then be there twice.
/// </summary>
[Bot("intelmq.bots.outputs.redis.output", BotKind.Output, Summary = "Pushes events onto a Redis list, such as the queue of another IntelMQ.")]
public sealed partial class RedisOutput : Output
{
    // More in one command would hold the server for too long.
    private const int MaxEvents = 1000;
    private const int MaxBytes = 4 << 20;

    private readonly RedisOutputOptions _options;
    private readonly RedisServer _server;
    private readonly EventText _text;
    private readonly SentEvents _sent = new();
    private readonly Utf8Buffer _buffer = new(2048);

    /// <inheritdoc cref="RedisOutput(RedisOutputOptions)"/>
    public RedisOutput(RedisOutputOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _server = new RedisServer(options.ToServer());
        MessageFormat format = (options.HierarchicalOutput ? MessageFormat.Hierarchical : MessageFormat.Flat) | (options.WithType ? MessageFormat.WithType : MessageFormat.Flat);
        _text = new EventText(new EventTextFormat(format));
    }

    /// <summary>Connects, and sees that the name is free or a list's.</summary>
    /// <inheritdoc/>
    public override async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.CallAsync("LLEN", _options.RedisQueue).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new BotConfigurationException(nameof(RedisOutput), [exception.Message]);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask SendAsync(IReadOnlyList<Event> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<Event> left = _sent.Left(batch);
        for (int next = 0; next < left.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = next;
            List<object> arguments = [_options.RedisQueue];
            for (int bytes = 0; next < left.Count && next - first < MaxEvents && bytes < MaxBytes; next++)
            {
                _buffer.Clear();
                _text.Write(left[next], _buffer);
                bytes += _buffer.Length;
                arguments.Add(_buffer.ToArray());
            }

            await _server.CallAsync("LPUSH", [.. arguments]).ConfigureAwait(false);
            for (int i = first; i < next; i++)
                _sent.Note(left[i]);
        }

        _sent.Forget(batch);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
