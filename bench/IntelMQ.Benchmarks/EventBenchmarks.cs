using BenchmarkDotNet.Attributes;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks;

/// <summary>What a single event costs: reading, writing, cloning, hashing.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private readonly Utf8Buffer _output = new(4096);
    private readonly byte[] _hash = new byte[MessageHash.Size];
    private Event _event = new();

    /// <summary>Takes one event of the budget's rows.</summary>
    [GlobalSetup]
    public void Setup() => _event = new ShadowserverRow().Parse().First();

    /// <summary>A typed read.</summary>
    [Benchmark]
    public long? ReadInteger() => _event[Fields.Source.Asn];

    /// <summary>A read of the bytes.</summary>
    [Benchmark]
    public int ReadUtf8() => _event.Get(Fields.Source.ReverseDns).Utf8.Length;

    /// <summary>A copy that is then changed.</summary>
    [Benchmark]
    public Event CloneAndSet()
    {
        Event clone = _event.Clone();
        clone.Set(Fields.Comment, FieldValue.Text("seen"u8));
        return clone;
    }

    /// <summary>One JSON line.</summary>
    [Benchmark]
    public int WriteJson()
    {
        _output.Clear();
        _event.WriteTo(_output, MessageFormat.Flat);
        return _output.Length;
    }

    /// <summary>The de-duplication hash of four fields.</summary>
    [Benchmark]
    public int Hash() => MessageHash.Compute(_event, Keys, _hash);

    private static HashFilter Keys { get; } = HashFilter.Only("source.ip", "source.port", "classification.identifier", "time.source");
}
