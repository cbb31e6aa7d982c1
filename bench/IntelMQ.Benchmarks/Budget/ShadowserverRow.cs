using IntelMQ.Benchmarks.Data;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.Shadowserver;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>From a Shadowserver row to a validated event to a JSON line.</summary>
internal sealed class ShadowserverRow() : BudgetRow("shadowserver", 2.0)
{
    private readonly byte[][] _reports = ShadowserverRows.Reports(BudgetRows.Rows, 5_000);
    private readonly Parser _parser = NewParser();

    public override int Events => BudgetRows.Rows;

    /// <summary>The product's parser, with a schema file of the budget's columns.</summary>
    public static Parser NewParser()
    {
        string schema = Path.Combine(Path.GetTempPath(), $"intelmq-benchmark-schema-{Environment.ProcessId}.json");
        File.WriteAllText(schema, ShadowserverRows.SchemaJson);
        return new ShadowserverParser(new ShadowserverParserOptions { SchemaFile = schema, Feedname = ShadowserverRows.FeedName });
    }

    public override void Floor(Utf8Buffer output) => ShadowserverFloor.Run(_reports, output);

    public override void Product(Utf8Buffer output)
    {
        foreach (Event message in Parse())
        {
            message.WriteTo(output, MessageFormat.Flat);
            output.Append((byte)'\n');
        }
    }

    /// <summary>All reports, parsed.</summary>
    public IEnumerable<Event> Parse()
    {
        foreach (byte[] report in _reports)
        {
            foreach (ParsedItem item in _parser.Read(BudgetFeed.Report(report)))
                yield return item.Event ?? throw new InvalidOperationException(item.Failure!.Reason);
        }
    }
}
