using System.Buffers.Binary;
using System.Runtime.InteropServices;
using IntelMQ.Failures;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Text;

namespace Acme.IntelMQ.Queues;

/// <summary>A queue: a file of what happened to it, and in memory where the messages stand that are there. Called under the broker's gate.</summary>
internal sealed class FolderQueue : IDisposable
{
    private const byte Arrived = 1;
    private const byte Received = 2;
    private const byte Settled = 3;
    private const byte Progress = 4;
    private const int ItemHead = 16;
    private const long WorthRewriting = 4 << 20;

    private readonly QueueLog _log;
    private readonly FolderBrokerOptions _options;
    private readonly Utf8Buffer _record = new(4096);
    private readonly SortedDictionary<long, QueuedMessage> _waiting = [];
    private readonly Dictionary<long, QueuedMessage> _inWork = [];
    private long _lastTag;
    private long _liveBytes;

    public FolderQueue(QueueName name, string path, FolderBrokerOptions options)
    {
        Name = name;
        _options = options;
        _log = new QueueLog(path, options.FlushToDisk);
        _log.Load(Apply);
    }

    public QueueName Name { get; }

    public int? Capacity { get; set; }

    public bool IsDeclared { get; set; }

    public bool IsComplete { get; set; }

    public int Count => _waiting.Count + _inWork.Count;

    public bool IsFull => Count >= Capacity;

    /// <summary>Whether nothing is there and nothing will come; what others have in work may be given back.</summary>
    public bool IsDrained => IsComplete && Count == 0;

    public QueueStatus Status => new(_waiting.Count, _inWork.Count, _waiting.Count == 0 ? null : _waiting.First().Value.Since);

    public void Add(IList<Outgoing> messages)
    {
        QueueLog.Begin(_record);
        _record.Append(Arrived);
        var added = new List<QueuedMessage>(messages.Count);
        DateTimeOffset now = _options.Time.GetUtcNow();
        long tag = _lastTag;
        var envelope = new Utf8Buffer();
        foreach (Outgoing message in messages)
        {
            envelope.Clear();
            EnvelopeFormat.Write(message.Envelope, now, envelope);
            byte[] payload = message.Message.ToJson();
            var item = new QueuedMessage(++tag) { EnvelopeLength = envelope.Length, PayloadLength = payload.Length, Since = now };
            WriteItem(item, _record);
            item.Position = _record.Length;
            _record.Append(envelope.WrittenSpan);
            _record.Append(payload);
            added.Add(item);
        }

        long position = _log.Append(_record, isVital: true);
        _lastTag = tag;
        foreach (QueuedMessage item in added)
        {
            item.Position += position - QueueLog.HeadSize;
            Keep(item);
        }
    }

    public List<Delivery> Take(int max, long maxBytes, MessageReader messages)
    {
        var taken = new List<QueuedMessage>();
        long bytes = 0;
        foreach (QueuedMessage item in _waiting.Values)
        {
            bytes += item.PayloadLength;
            if (taken.Count == max || (taken.Count > 0 && bytes > maxBytes))
                break;
            taken.Add(item);
        }

        if (taken.Count == 0)
            return [];
        // A message that ends the process again and again is known by this, so it need not outlive a power failure.
        _log.Append(Tags(Received, taken.Select(static item => item.Tag)), isVital: false);
        foreach (QueuedMessage item in taken)
        {
            item.Attempts++;
            _waiting.Remove(item.Tag);
            _inWork.Add(item.Tag, item);
        }

        return [.. taken.Select(item => Read(item, messages))];
    }

    public List<Delivery> Peek(int max, MessageReader messages) => [.. _waiting.Values.Take(max).Select(item => Read(item, messages))];

    public void Settle(IEnumerable<long> tags)
    {
        long[] settled = [.. tags];
        if (settled.Length == 0)
            return;
        _log.Append(Tags(Settled, settled), isVital: true);
        foreach (long tag in settled)
            Forget(tag);
        Tidy();
    }

    public void Note(Checkpoint progress)
    {
        if (!_inWork.TryGetValue(progress.Tag, out QueuedMessage? item))
            return;
        _log.Append(ProgressOf(progress.Tag, progress.Position), isVital: true);
        item.Checkpoint = progress.Position;
    }

    public void GiveBack(IEnumerable<long> tags)
    {
        foreach (long tag in tags)
        {
            if (_inWork.Remove(tag, out QueuedMessage? item))
                _waiting.Add(tag, item);
        }
    }

    public int Clear()
    {
        int count = _waiting.Count;
        Settle(_waiting.Keys);
        return count;
    }

    public void Dispose() => _log.Dispose();

    private static void WriteNumber(long number, Utf8Buffer record)
    {
        BinaryPrimitives.WriteInt64BigEndian(record.GetSpan(8), number);
        record.Advance(8);
    }

    private static void WriteItem(QueuedMessage item, Utf8Buffer record)
    {
        WriteNumber(item.Tag, record);
        Span<byte> lengths = record.GetSpan(8);
        BinaryPrimitives.WriteInt32BigEndian(lengths, item.EnvelopeLength);
        BinaryPrimitives.WriteInt32BigEndian(lengths[4..], item.PayloadLength);
        record.Advance(8);
    }

    private Utf8Buffer Tags(byte kind, IEnumerable<long> tags)
    {
        QueueLog.Begin(_record);
        _record.Append(kind);
        foreach (long tag in tags)
            WriteNumber(tag, _record);
        return _record;
    }

    private Utf8Buffer ProgressOf(long tag, long position)
    {
        QueueLog.Begin(_record);
        _record.Append(Progress);
        WriteNumber(tag, _record);
        WriteNumber(position, _record);
        return _record;
    }

    private Delivery Read(QueuedMessage item, MessageReader messages)
    {
        byte[] bytes = new byte[item.Length];
        _log.ReadExactly(item.Position, bytes);
        EnvelopeFormat.TryRead(bytes.AsSpan(0, item.EnvelopeLength), out Envelope envelope, out _);
        ReadOnlyMemory<byte> payload = bytes.AsMemory(item.EnvelopeLength);
        Delivery delivery = messages.TryRead(payload.Span, out Message? message, out MessageError? error)
            ? new Delivery(message, item.Tag)
            : new Delivery(new Failure(new Report(payload, _options.Schema), $"The message in the queue cannot be read: {error}."), item.Tag);
        return delivery with { Envelope = envelope, Attempt = Math.Max(1, item.Attempts), Checkpoint = item.Checkpoint };
    }

    private void Keep(QueuedMessage item)
    {
        _waiting.Add(item.Tag, item);
        _liveBytes += item.Length;
    }

    private void Forget(long tag)
    {
        if (_inWork.Remove(tag, out QueuedMessage? item) || _waiting.Remove(tag, out item))
            _liveBytes -= item.Length;
    }

    // What was settled makes room where most of the file is that.
    private void Tidy()
    {
        if (_log.Length < WorthRewriting || _log.Length < 2 * _liveBytes)
            return;
        try
        {
            var moved = new List<(QueuedMessage Item, long Position)>();
            if (Count == 0)
                _log.Empty();
            else
                _log.Replace(other => Rewrite(other, moved));
            foreach ((QueuedMessage item, long position) in moved)
                item.Position = position;
        }
        catch (IOException)
        {
            // Nothing is lost: it is as long as it was, and shortened the next time.
        }
    }

    private void Rewrite(QueueLog other, List<(QueuedMessage Item, long Position)> moved)
    {
        foreach (QueuedMessage item in _waiting.Values.Concat(_inWork.Values))
        {
            QueueLog.Begin(_record);
            _record.Append(Arrived);
            WriteItem(item, _record);
            int start = _record.Length;
            _log.ReadExactly(item.Position, _record.GetSpan(item.Length)[..item.Length]);
            _record.Advance(item.Length);
            moved.Add((item, other.Append(_record, isVital: false) + start - QueueLog.HeadSize));
            if (item.Attempts > 0)
                other.Append(Tags(Received, Enumerable.Repeat(item.Tag, item.Attempts)), isVital: false);
            if (item.Checkpoint > 0)
                other.Append(ProgressOf(item.Tag, item.Checkpoint), isVital: false);
        }
    }

    // What a record says happened, when the file is opened.
    private void Apply(long position, ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> rest = record[1..];
        switch (record[0])
        {
            case Arrived:
                while (!rest.IsEmpty)
                {
                    int envelope = BinaryPrimitives.ReadInt32BigEndian(rest[8..]);
                    EnvelopeFormat.TryRead(rest.Slice(ItemHead, envelope), out _, out DateTimeOffset since);
                    var item = new QueuedMessage(BinaryPrimitives.ReadInt64BigEndian(rest))
                    {
                        EnvelopeLength = envelope,
                        PayloadLength = BinaryPrimitives.ReadInt32BigEndian(rest[12..]),
                        Since = since,
                    };
                    rest = rest[ItemHead..];
                    item.Position = position + record.Length - rest.Length;
                    rest = rest[item.Length..];
                    _lastTag = Math.Max(_lastTag, item.Tag);
                    Keep(item);
                }

                break;
            case Received:
                foreach (long tag in NumbersOf(rest))
                {
                    if (_waiting.TryGetValue(tag, out QueuedMessage? item))
                        item.Attempts++;
                }

                break;
            case Settled:
                foreach (long tag in NumbersOf(rest))
                    Forget(tag);
                break;
            case Progress:
                if (_waiting.TryGetValue(BinaryPrimitives.ReadInt64BigEndian(rest), out QueuedMessage? begun))
                    begun.Checkpoint = BinaryPrimitives.ReadInt64BigEndian(rest[8..]);
                break;
            default:
                throw new InvalidDataException($"'{_log.Path}' was written by a newer version.");
        }
    }

    private static long[] NumbersOf(ReadOnlySpan<byte> bytes)
    {
        long[] numbers = new long[bytes.Length / sizeof(long)];
        MemoryMarshal.Cast<byte, long>(bytes).CopyTo(numbers);
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReverseEndianness(numbers[i]);
        return numbers;
    }
}
