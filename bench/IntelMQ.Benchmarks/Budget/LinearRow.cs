using System.Globalization;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Benchmarks.Budget;

/// <summary>How time grows with the report: eight times the lines against once, for one framing.</summary>
internal sealed class LinearRow : BudgetRow
{
    private const int Lines = 16_000;

    private readonly Parser _parser;
    private readonly byte[] _once;
    private readonly byte[] _eightTimes;

    private LinearRow(string framing, Parser parser, Func<int, string> report)
        : base("linear " + framing, 10)
    {
        _parser = parser;
        _once = Encoding.UTF8.GetBytes(report(Lines));
        _eightTimes = Encoding.UTF8.GetBytes(report(Lines * 8));
    }

    /// <summary>One row for each framing.</summary>
    public static IReadOnlyList<Func<BudgetRow>> Framings { get; } =
    [
        static () => new LinearRow("lines", new Lined(), static count => Rows(count, "", "\n", "", static (ip, port) => $"{ip}#{port}#scan")),
        static () => new LinearRow("csv", new Tabled(), static count => Rows(count, "ip,port,tag\n", "\n", "", static (ip, port) => $"\"{ip}\",{port},\"a \"\"tag\"\"\"")),
        static () => new LinearRow("json", new Objects(), static count => Rows(count, "[", ",", "]", static (ip, port) => $$"""{"ip": "{{ip}}", "port": {{port}}, "tag": "a \"tag\"", "more": {"x": [1, 2, {"y": null}]} }""")),
        static () => new LinearRow("json lines", new ObjectLines(), static count => Rows(count, "", "\n", "", static (ip, port) => $$"""{"ip": "{{ip}}", "port": {{port}}, "tag": "a \"tag\""}""")),
        static () => new LinearRow("key-value", new Pairs(), static count => Rows(count, "", "\n", "", static (ip, port) => $"ip={ip} port={port} tag=\"scan\"")),
        static () => new LinearRow("html", new GenericHtmlTableParser(new GenericHtmlTableParserOptions { Columns = ["source.ip", "source.port", "extra.tag"], IgnoreValues = ["", "", ""] }), static count => Rows(count, "<html><body><table><tr><th>ip</th></tr>", "\n", "</table></body></html>", static (ip, port) => $"<tr><td>{ip}</td><td>{port}</td><td>a &amp; b</td></tr>")),
    ];

    /// <summary>Time is per report, so that the ratio is that of the two reports.</summary>
    public override int Events => Lines;

    public override void Product(Utf8Buffer output) => Parse(_eightTimes, output);

    public override void Floor(Utf8Buffer output) => Parse(_once, output);

    private void Parse(byte[] report, Utf8Buffer output)
    {
        foreach (ParsedItem item in _parser.Read(BudgetFeed.Report(report)))
        {
            item.Event!.WriteTo(output, MessageFormat.Flat);
            output.Append((byte)'\n');
        }
    }

    private static string Rows(int count, string before, string between, string after, Func<string, int, string> row)
    {
        var text = new StringBuilder(before);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(between);
            text.Append(row(string.Create(CultureInfo.InvariantCulture, $"198.51.100.{i % 254 + 1}"), i % 65535 + 1));
        }

        return text.Append(after).ToString();
    }

    private static FieldMap Named { get; } =
    [
        Rules.Constant(Fields.Classification.Type, "scanner"),
        Rules.Column("ip", Fields.Source.Ip),
        Rules.Column("port", Fields.Source.Port),
        Rules.Extra("tag"),
    ];

    private sealed class Lined() : LineParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } =
        [
            Constant(Fields.Classification.Type, "scanner"),
            Column(0, Fields.Source.Ip),
            Column(1, Fields.Source.Port),
            Extra(2, "tag"),
        ];

        protected override LineFormat Format { get; } = new() { Separator = "#" };
    }

    private sealed class Tabled() : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map => Named;
    }

    private sealed class Objects() : JsonParser(new PlainParserOptions())
    {
        public override FieldMap Map => Named;
    }

    private sealed class ObjectLines() : JsonLinesParser(new PlainParserOptions())
    {
        public override FieldMap Map => Named;
    }

    private sealed class Pairs() : KeyValueParser(new PlainParserOptions())
    {
        public override FieldMap Map => Named;
    }
}
