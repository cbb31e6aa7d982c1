using IntelMQ.Benchmarks.Budget;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Brokers;

/// <summary>
/// Events of two kilobytes through one queue of a broker: written, taken and committed in batches. The floor is the bare client of the same
/// server or file, which also writes each event as JSON and reads it again, since every broker has to.
/// </summary>
internal abstract class BrokerRow(string name, double budget) : BudgetRow(name, budget), IDisposable
{
    public const int BatchSize = 256;
    private const int Batches = 64;
    private const int RawSize = 1900;

    private readonly MessageReader _messages = new(Schema.Default);
    private readonly Utf8Buffer _json = new(4096);
    private readonly List<Event> _batch = MakeBatch();
    private readonly OutgoingBatch _outgoing = new(new QueueName("hop-queue"));
    private IBroker? _broker;
    private IQueueReader? _reader;
    private IQueueWriter? _writer;
    private long _number;

    public override int Events => BatchSize * Batches;

    public override int Rounds => 5;

    /// <summary>Client and server wait for each other and for the disk, so what is compared is the work of both.</summary>
    public override bool MeasuresProcessorTime => true;

    public override void Product(Utf8Buffer output) => ProductAsync(output).GetAwaiter().GetResult();

    public override void Floor(Utf8Buffer output) => FloorAsync(output).GetAwaiter().GetResult();

    public void Dispose() => DisposeAsync().GetAwaiter().GetResult();

    /// <summary>Opens the product.</summary>
    protected abstract IBroker Open();

    /// <summary>Writes a batch with the bare client.</summary>
    protected abstract Task WriteAsync(IReadOnlyList<byte[]> payloads);

    /// <summary>Takes a batch with the bare client, and settles it.</summary>
    protected abstract Task<IReadOnlyList<byte[]>> TakeAsync();

    protected virtual async Task DisposeAsync()
    {
        if (_reader is not null)
            await _reader.DisposeAsync();
        if (_writer is not null)
            await _writer.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    private async Task ProductAsync(Utf8Buffer output)
    {
        if (_broker is null)
        {
            _broker = Open();
            await _broker.DeclareAsync(new QueueDeclaration(_outgoing.Queue, null, 1), default);
            _writer = await _broker.OpenWriterAsync(default);
            _reader = await _broker.OpenReaderAsync(_outgoing.Queue, 0, 1, default);
            foreach (Event message in _batch)
                _outgoing.Messages.Add(new Outgoing(message));
        }

        for (int i = 0; i < Batches; i++)
        {
            await _writer!.CommitAsync(new UnitOfWork { Number = ++_number, Outputs = [_outgoing] }, default);
            for (int left = BatchSize; left > 0;)
            {
                Delivery[] taken = [.. await _reader!.ReceiveAsync(left, long.MaxValue, default)];
                foreach (Delivery delivery in taken)
                    Note((Event)delivery.Message!, output);
                await _reader.CommitAsync(new UnitOfWork { Number = ++_number, Settled = taken }, default);
                left -= taken.Length;
            }
        }
    }

    private async Task FloorAsync(Utf8Buffer output)
    {
        var payloads = new List<byte[]>(BatchSize);
        for (int i = 0; i < Batches; i++)
        {
            payloads.Clear();
            foreach (Event message in _batch)
            {
                _json.Clear();
                message.WriteTo(_json, MessageFormat.WithType);
                payloads.Add(_json.ToArray());
            }

            await WriteAsync(payloads);
            foreach (byte[] payload in await TakeAsync())
            {
                if (!_messages.TryReadEvent(payload, out Event? message, out MessageError? error))
                    throw new InvalidOperationException(error.ToString());
                Note(message, output);
            }
        }
    }

    private static void Note(Event message, Utf8Buffer output)
    {
        output.Append(message["extra.number"].Utf8);
        output.Append((byte)'\n');
    }

    private static List<Event> MakeBatch()
    {
        var batch = new List<Event>();
        for (int i = 0; i < BatchSize; i++)
        {
            var message = new Event();
            message.Set("raw", new string((char)('a' + (i % 26)), RawSize)).ThrowIfRefused();
            message.Set("source.ip", $"192.0.2.{i}").ThrowIfRefused();
            message.Set("extra.number", $"number {i}").ThrowIfRefused();
            batch.Add(message);
        }

        return batch;
    }
}
