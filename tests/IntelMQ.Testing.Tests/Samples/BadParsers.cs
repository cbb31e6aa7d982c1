using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;

namespace IntelMQ.Testing.Samples;

/// <summary>Throws on all input.</summary>
internal sealed class BrokenParser() : CsvParser(new PlainParserOptions())
{
    public override FieldMap Map { get; } = [];

    protected override IEnumerable<ParsedItem> ReadElements(Report report) => throw new FormatException("broke");
}

/// <summary>Fails every second time.</summary>
internal sealed class ForgetfulParser() : CsvParser(new PlainParserOptions())
{
    private int _count;

    public override FieldMap Map { get; } = [];

    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => _count++ % 2 == 0 ? throw new InvalidReportException("It is broken.") : [];
}
