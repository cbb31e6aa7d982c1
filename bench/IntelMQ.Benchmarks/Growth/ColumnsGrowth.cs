using System.Globalization;
using System.Text;
using IntelMQ.Benchmarks.Budget;
using IntelMQ.Benchmarks.Figures;
using IntelMQ.Bots;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Growth;

/// <summary>Rows of 5, 20 and 60 columns: five checked fields, then texts below <c>extra.</c>.</summary>
internal static class ColumnsGrowth
{
    private const int RowCount = 10_000;

    private static readonly (string Column, Field Field)[] Checked =
    [
        ("ip", Fields.Source.Ip),
        ("seen", Fields.Time.Source),
        ("port", Fields.Source.Port),
        ("host", Fields.Source.Fqdn),
        ("asn", Fields.Source.Asn),
    ];

    public static Figure Run()
    {
        var buffer = new Utf8Buffer(1 << 20);
        var table = new FigureTable("columns", "ns per event", "ns per column", "floor, ns", "times the floor");
        var product = new List<(double, double)>();
        var floor = new List<(double, double)>();
        foreach (int columns in (int[])[5, 20, 60])
        {
            string[] extras = [.. Enumerable.Range(1, columns - Checked.Length).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i:00}"))];
            string header = string.Join(',', [.. Checked.Select(static field => field.Column), .. extras]);
            byte[] report = Report(header, extras.Length);
            var parser = new Table(extras);
            var least = new TableFloor(header, [.. Checked.Select(static field => field.Field.Name), .. extras.Select(static name => "extra." + name)]);
            RoundsResult result = Rounds.Run(RowCount, () => Floor(least, report, buffer), () => Parse(parser, report, buffer));
            table.Add(columns, result.Product.Processor, result.Product.Processor / columns, result.Floor.Processor, result.Ratio);
            product.Add((columns, result.Product.Processor));
            floor.Add((columns, result.Floor.Processor));
        }

        return new Figure(
            "growth-columns",
            table,
            new Plot("growth-columns", "From a row to an event to a JSON line, by the number of columns", new PlotAxis("columns"), new PlotAxis("ns per event"), new PlotSeries("IntelMQ for .NET", product), new PlotSeries("floor", floor)));
    }

    private static void Floor(TableFloor floor, byte[] report, Utf8Buffer buffer)
    {
        buffer.Clear();
        floor.Run(report, buffer);
    }

    private static void Parse(Parser parser, byte[] report, Utf8Buffer buffer)
    {
        buffer.Clear();
        foreach (ParsedItem item in parser.Read(BudgetFeed.Report(report)))
        {
            Event message = item.Event ?? throw new InvalidOperationException(item.Failure!.Reason);
            message.WriteTo(buffer, MessageFormat.Flat);
            buffer.Append((byte)'\n');
        }
    }

    private static byte[] Report(string header, int extras)
    {
        var random = new Random(Data.ShadowserverRows.Seed);
        var text = new StringBuilder(header).Append('\n');
        for (int row = 0; row < RowCount; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"198.51.100.{random.Next(1, 255)},2026-11-20 {random.Next(24):00}:{random.Next(60):00}:00,{random.Next(1, 65536)},host-{row}.example.com,{random.Next(64496, 64512)}");
            for (int i = 0; i < extras; i++)
                text.Append(CultureInfo.InvariantCulture, $",value {random.Next(100_000)}");
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Table(string[] extras) : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } =
        [
            Rules.Constant(Fields.Classification.Type, "other"),
            Rules.Constant(Fields.Classification.Taxonomy, "other"),
            Rules.Constant(Fields.Classification.Identifier, "open-http"),
            Rules.Constant(Fields.Protocol.Application, "http"),
            .. Checked.Select(static field => Rules.Column(field.Column, field.Field)),
            .. extras.Select(static name => Rules.Extra(name)),
        ];
    }
}
