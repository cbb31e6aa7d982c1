using IntelMQ.Benchmarks.Data;
using IntelMQ.Bots;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>From a Shadowserver row to a validated event to a JSON line.</summary>
internal sealed class ShadowserverRow() : BudgetRow("shadowserver", 2.0)
{
    private readonly byte[][] _reports = ShadowserverRows.Reports(BudgetRows.Rows, 5_000);
    private readonly Parser _parser = new TestParser();

    public override int Events => BudgetRows.Rows;

    public override void Floor(Utf8Buffer output) => ShadowserverFloor.Run(_reports, output);

    public override void Product(Utf8Buffer output)
    {
        foreach (byte[] report in _reports)
        {
            foreach (ParsedItem item in _parser.Read(BudgetFeed.Report(report)))
            {
                item.Event!.WriteTo(output, MessageFormat.Flat);
                output.Append((byte)'\n');
            }
        }
    }

    private sealed class TestParser() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = FieldMap.Create(
        [
            Constant(Fields.Classification.Identifier, "open-http"), Constant(Fields.Classification.Taxonomy, "other"),
            Constant(Fields.Classification.Type, "other"), Constant(Fields.Protocol.Application, "http"),
            .. ShadowserverRows.Columns.Select(static c => c.Field == "time.source"
                ? Rules.Column(c.Column, c.Field).With((v, b) => { int s = b.Length; b.Append(v.Utf8); b.Append(" UTC"u8); return Harmonized.Written(FieldValueKind.Text, b, s); }, "utc")
                : Rules.Column(c.Column, c.Field)),
        ]);
    }
}
