using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Schemas;
using static IntelMQ.Mapping.Rules;

namespace IntelMQ.Testing.Samples;

/// <summary>A table with an address and a port.</summary>
internal sealed class SampleParser() : CsvParser(new PlainParserOptions())
{
    public override FieldMap Map { get; } =
    [
        Constant(Fields.Classification.Type, "scanner"),
        Column("ip", Fields.Source.Ip),
        Column("port", Fields.Source.Port).Optional(),
    ];
}
