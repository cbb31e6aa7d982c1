using System.Buffers;
using System.Buffers.Binary;

namespace IntelMQ.Replay.Outside.Amqp;

/// <summary>One connection to the small server: what clients ask that publish with confirmations, or consume a queue.</summary>
internal sealed class AmqpSession(Stream stream, AmqpServer server)
{
    private const int FrameSize = 131072;

    private readonly Dictionary<ulong, byte[]> _unacknowledged = [];
    private (string Exchange, string Key, bool IsMandatory)? _publish;
    private byte[] _properties = [];
    private ArrayBufferWriter<byte> _body = new();
    private ulong _size;
    private ulong _published;
    private ulong _delivered;
    private bool _confirms;
    private bool _isClosing;
    private bool _consumes;

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(new byte[8], cancellationToken);
        await SendAsync(0, AmqpWriter.Method(10, 10).Byte(0).Byte(9).Long(0).LongText("PLAIN").LongText("en_US"), cancellationToken);
        try
        {
            while (!_isClosing && await AmqpFrame.ReadAsync(stream, cancellationToken) is { } frame)
            {
                if (frame.Type == AmqpFrame.Method)
                    await AnswerAsync(frame, cancellationToken);
                else if (frame.Type == AmqpFrame.Header)
                    await BeginBodyAsync(frame, cancellationToken);
                else if (frame.Type == AmqpFrame.Body)
                    await AddBodyAsync(frame, cancellationToken);
            }
        }
        finally
        {
            // What is not acknowledged waits again.
            lock (server.Gate)
                server.Waiting.InsertRange(0, _unacknowledged.OrderBy(static one => one.Key).Select(static one => one.Value));
        }
    }

    private Task AnswerAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        ushort channel = frame.Channel;
        return (frame.Name >> 16, frame.Name & 0xFFFF) switch
        {
            (10, 11) => SendAsync(0, AmqpWriter.Method(10, 30).Short(2047).Long(FrameSize).Short(0), cancellationToken),
            (10, 31) => Task.CompletedTask,
            (10, 40) => SendAsync(0, AmqpWriter.Method(10, 41).Byte(0), cancellationToken),
            (10, 50) => CloseAsync(cancellationToken),
            (10, 51) => EndAsync(),
            (20, 10) => SendAsync(channel, AmqpWriter.Method(20, 11).Long(0), cancellationToken),
            (20, 40) => SendAsync(channel, AmqpWriter.Method(20, 41), cancellationToken),
            (20, 41) => Task.CompletedTask,
            (40, 10) => DeclareAsync(frame, cancellationToken),
            (60, 10) => SendAsync(channel, AmqpWriter.Method(60, 11), cancellationToken),
            (60, 20) => ConsumeAsync(frame, cancellationToken),
            (60, 30) => CancelAsync(frame, cancellationToken),
            (60, 40) => PublishAsync(frame),
            (60, 80) => AcknowledgeAsync(frame, cancellationToken),
            (85, 10) => ConfirmAsync(channel, cancellationToken),
            _ => RefuseAsync(channel, 540, "NOT_IMPLEMENTED - the method", cancellationToken),
        };
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await SendAsync(0, AmqpWriter.Method(10, 51), cancellationToken);
        _isClosing = true;
    }

    private Task EndAsync()
    {
        _isClosing = true;
        return Task.CompletedTask;
    }

    private async Task ConfirmAsync(ushort channel, CancellationToken cancellationToken)
    {
        (_confirms, _published) = (true, 0);
        await SendAsync(channel, AmqpWriter.Method(85, 11), cancellationToken);
    }

    private Task DeclareAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        var arguments = new AmqpReader(frame.Payload.AsSpan(4));
        arguments.Short();
        (string name, string type, byte bits) = (arguments.Text(), arguments.Text(), arguments.Byte());
        bool isSame;
        lock (server.Gate)
            isSame = server.TryDeclare(name, type, (bits & 2) != 0);
        return isSame
            ? SendAsync(frame.Channel, AmqpWriter.Method(40, 11), cancellationToken)
            : RefuseAsync(frame.Channel, 406, $"PRECONDITION_FAILED - inequivalent arg 'durable' for exchange '{name}'", cancellationToken);
    }

    private async Task ConsumeAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        var arguments = new AmqpReader(frame.Payload.AsSpan(4));
        arguments.Short();
        string queue = arguments.Text();
        if (!server.HasQueue(queue))
        {
            await RefuseAsync(frame.Channel, 404, $"NOT_FOUND - no queue '{queue}'", cancellationToken);
            return;
        }

        const string Consumer = "consumer-1";
        await SendAsync(frame.Channel, AmqpWriter.Method(60, 21).Text(Consumer), cancellationToken);
        _consumes = true;
        byte[][] waiting;
        lock (server.Gate)
        {
            waiting = [.. server.Waiting];
            server.Waiting.Clear();
        }

        foreach (byte[] body in waiting)
        {
            _unacknowledged.Add(++_delivered, body);
            await SendAsync(frame.Channel, AmqpWriter.Method(60, 60).Text(Consumer).LongLong(_delivered).Byte(0).Text("").Text(queue), cancellationToken);
            await SendBodyAsync(frame.Channel, body, cancellationToken);
        }

        await EndWhenDrainedAsync(cancellationToken);
    }

    private Task CancelAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        string consumer = new AmqpReader(frame.Payload.AsSpan(4)).Text();
        return SendAsync(frame.Channel, AmqpWriter.Method(60, 31).Text(consumer), cancellationToken);
    }

    private async Task AcknowledgeAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        var arguments = new AmqpReader(frame.Payload.AsSpan(4));
        (ulong tag, bool isMultiple) = (arguments.LongLong(), arguments.Byte() != 0);
        foreach (ulong acknowledged in _unacknowledged.Keys.Where(key => key == tag || (isMultiple && key <= tag)).ToArray())
            _unacknowledged.Remove(acknowledged);
        await EndWhenDrainedAsync(cancellationToken);
    }

    // A collector goes on until its connection ends; a case is over when its messages are.
    private Task EndWhenDrainedAsync(CancellationToken cancellationToken)
        => _consumes && _unacknowledged.Count == 0
            ? SendAsync(0, AmqpWriter.Method(10, 50).Short(320).Text("CONNECTION_FORCED - the case is over").Short(0).Short(0), cancellationToken)
            : Task.CompletedTask;

    private Task PublishAsync(AmqpFrame frame)
    {
        var arguments = new AmqpReader(frame.Payload.AsSpan(4));
        arguments.Short();
        _publish = (arguments.Text(), arguments.Text(), (arguments.Byte() & 1) != 0);
        return Task.CompletedTask;
    }

    private Task BeginBodyAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        _size = BinaryPrimitives.ReadUInt64BigEndian(frame.Payload.AsSpan(4));
        _properties = frame.Payload[12..];
        _body = new ArrayBufferWriter<byte>();
        return _size == 0 ? TakeAsync(frame.Channel, cancellationToken) : Task.CompletedTask;
    }

    private Task AddBodyAsync(AmqpFrame frame, CancellationToken cancellationToken)
    {
        _body.Write(frame.Payload);
        return (ulong)_body.WrittenCount >= _size ? TakeAsync(frame.Channel, cancellationToken) : Task.CompletedTask;
    }

    private async Task TakeAsync(ushort channel, CancellationToken cancellationToken)
    {
        if (_publish is not var (exchange, key, isMandatory))
            return;
        (string contentType, byte mode) = ReadProperties();
        bool isTaken;
        lock (server.Gate)
            isTaken = server.TryTake(exchange, key, contentType, mode, _body.WrittenSpan.ToArray());
        if (!isTaken && isMandatory)
        {
            await SendAsync(channel, AmqpWriter.Method(60, 50).Short(312).Text("NO_ROUTE").Text(exchange).Text(key), cancellationToken);
            byte[] head = AmqpWriter.Method(60, 0).LongLong((ulong)_body.WrittenCount).Raw(_properties).ToArray();
            await stream.WriteAsync(new AmqpFrame(AmqpFrame.Header, channel, head).ToBytes(), cancellationToken);
            await SendPartsAsync(channel, _body.WrittenSpan.ToArray(), cancellationToken);
        }

        if (_confirms)
            await SendAsync(channel, AmqpWriter.Method(60, 80).LongLong(++_published).Byte(0), cancellationToken);
    }

    private (string ContentType, byte Mode) ReadProperties()
    {
        var properties = new AmqpReader(_properties);
        ushort flags = properties.Short();
        string contentType = (flags & 0x8000) != 0 ? properties.Text() : "";
        if ((flags & 0x4000) != 0)
            properties.Text();
        if ((flags & 0x2000) != 0)
            properties.Table();
        return (contentType, (flags & 0x1000) != 0 ? properties.Byte() : (byte)0);
    }

    private async Task SendBodyAsync(ushort channel, byte[] body, CancellationToken cancellationToken)
    {
        byte[] head = AmqpWriter.Method(60, 0).LongLong((ulong)body.Length).Short(0).ToArray();
        await stream.WriteAsync(new AmqpFrame(AmqpFrame.Header, channel, head).ToBytes(), cancellationToken);
        await SendPartsAsync(channel, body, cancellationToken);
    }

    private async Task SendPartsAsync(ushort channel, byte[] body, CancellationToken cancellationToken)
    {
        foreach (byte[] part in body.Chunk(FrameSize - 8))
            await stream.WriteAsync(new AmqpFrame(AmqpFrame.Body, channel, part).ToBytes(), cancellationToken);
    }

    private Task RefuseAsync(ushort channel, ushort code, string text, CancellationToken cancellationToken)
        => SendAsync(channel, AmqpWriter.Method(20, 40).Short(code).Text(text).Short(0).Short(0), cancellationToken);

    private async Task SendAsync(ushort channel, AmqpWriter method, CancellationToken cancellationToken)
        => await stream.WriteAsync(new AmqpFrame(AmqpFrame.Method, channel, method.ToArray()).ToBytes(), cancellationToken);
}
