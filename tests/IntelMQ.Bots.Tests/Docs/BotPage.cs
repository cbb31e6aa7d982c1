using System.Reflection;
using System.Text;
using System.Text.Json;
using IntelMQ.Bots.Parsers.HtmlTable;
using IntelMQ.Mapping;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>The page of a bot.</summary>
internal static class BotPage
{
    /// <summary>The page's path below the folder of pages: the module's group and its name, without what the group says already.</summary>
    public static string PathOf(BotDescriptor bot)
    {
        string[] parts = bot.Module.Split('.')[2..];
        string group = parts[0];
        string kind = group[..^1];
        string last = parts[^1] == kind ? "" : parts[^1].StartsWith(kind + "_", StringComparison.Ordinal) ? parts[^1][(kind.Length + 1)..] : parts[^1];
        string name = string.Join('-', [.. parts[1..^1], .. last.Length == 0 || last == parts[^2] ? Array.Empty<string>() : [last]]);
        return $"{group}/{name.Replace('_', '-')}.md";
    }

    public static string Of(BotDescriptor bot)
    {
        Bot? example = BotExamples.Create(bot);
        var text = new StringBuilder($"<!-- Written by the tests from the code. -->\n# {bot.Module}\n\n{bot.Summary}\n");
        if (bot.IsRetired)
            text.Append("\nThe feed no longer exists; the parser is kept for old reports.\n");
        foreach (string note in new[] { XmlDocs.SummaryOf(bot.BotType), XmlDocs.RemarksOf(bot.BotType) })
        {
            if (note.Length > 0 && note != bot.Summary)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{note}\n");
        }

        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nClass `{bot.BotType.FullName}`, parameters `{bot.NewOptions().GetType().FullName}`.{PackageOf(bot)}{Instances(example)}\n");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## Parameters\n\n{BotParameters.Table(bot)}");
        if (bot.Kind is BotKind.Collector or BotKind.Output && BotExamples.ParametersOf(bot) is { } parameters)
        {
            using JsonDocument document = JsonDocument.Parse(parameters);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## Example\n\nIn C#, where `services` are the host's `BotServices`:\n\n```csharp\n{ExampleCode.CSharp(bot, document.RootElement)}```\n");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nIn `runtime.yaml`:\n\n```yaml\n{ExampleCode.Yaml(bot, document.RootElement)}```\n");
        }

        if (example?.Paths.Count > 0)
        {
            text.Append("\n## Paths\n\n");
            foreach (BotPath path in example.Paths)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- `{path.Name}`{(path.IsRequired ? ", which must lead somewhere" : "")}\n");
        }

        if (example is Parser parser)
            AppendParser(text, bot, parser);
        return text.ToString();
    }

    private static string PackageOf(BotDescriptor bot)
        => bot.BotType.Assembly.GetName().Name is { } package and not "IntelMQ.Bots" ? $" In the package `{package}`." : "";

    private static void AppendParser(StringBuilder text, BotDescriptor bot, Parser parser)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## Mapping\n\n{Framing(parser)} ");
        if (parser is MappedParser mapped)
        {
            text.Append(DependsOnReport(parser) ? "The map depends on the report; this is one of its forms.\n\n" : "The map:\n\n");
            if (BotExamples.ParametersOf(bot) is { } parameters)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"With the parameters `{parameters}`:\n\n");
            text.Append(MapTable.Of(mapped.Map));
            if (MapTable.OfRows(mapped.Map) is { Length: > 0 } rows)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{rows}");
            if (MapTable.OfTables(mapped.Map) is { Length: > 0 } tables)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nTables:\n\n{tables}");
            foreach (HookRule hook in mapped.Map.OfType<HookRule>())
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nCode completes the map: {hook.Words}.\n");
        }
        else
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Code makes the events: {ParserKinds.WordsOf(bot, parser)}.\n");
        }

        text.Append("\n`default_fields` and the report's `feed.*` fields are added where the event lacks them.\n");
        if (BotExamples.SampleOf(bot) is { } sample)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n## Sample\n\nOf the parser's tests; not all of it is good.\n\n```text\n{sample}```\n");
        text.Append("\n## Failures\n\nAn element that fails is kept with its reason and can be replayed; the rest of the report goes on. It fails where\n\n");
        if (parser is MappedParser { Map: var map })
        {
            ColumnRule[] columns = [.. map.OfType<ColumnRule>()];
            if (map.Any(static rule => rule is RefuseRule or NeedOneOfRule))
                text.Append("- a rule below the map says so;\n");
            List(text, "a value is missing: ", columns.Where(static rule => rule.IsRequired));
            List(text, "a cell is missing: ", columns.Where(static rule => rule.IsCellRequired && !rule.IsRequired));
            List(text, "a field refuses its value: ", columns.Where(static rule => rule.WhenInvalid == InvalidValuePolicy.Fail && !rule.FieldName.StartsWith("extra.", StringComparison.Ordinal)));
            List(text, "a converter refuses the cell: ", columns.Where(static rule => rule.ConverterName is not null && rule.WhenInvalid == InvalidValuePolicy.Fail && rule.FieldName.StartsWith("extra.", StringComparison.Ordinal)));
        }
        else
        {
            text.Append("- it has not the form that the feed is known to have, or a field refuses its value;\n");
        }

        text.Append("- it is longer than `max_line_size`.\n\nWhere more than `format_changed_ratio` of a report fails, the log asks whether the format has changed.\n");
    }

    private static void List(StringBuilder text, string reason, IEnumerable<ColumnRule> rules)
    {
        string[] fields = [.. rules.Select(static rule => $"`{rule.FieldName}`").Distinct()];
        if (fields.Length > 0)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {reason}{string.Join(", ", fields)};\n");
    }

    private static string Instances(Bot? bot) => bot?.Concurrency switch
    {
        null => "",
        BotConcurrency.Stateless => " One instance serves all threads.",
        BotConcurrency.PerInstance => " Several instances may run, each in one thread at a time.",
        _ => " One instance only.",
    };

    private static string Framing(Parser parser) => parser switch
    {
        CsvParser => "The report is a table with separators.",
        KeyValueParser => "The report's lines hold keys and values.",
        LineParser => "The report is read line by line.",
        JsonLinesParser => "The report is JSON objects, one behind the other.",
        JsonParser => "The report is a JSON array of objects, or one object.",
        HtmlTableParser => "The report is a page with an HTML table.",
        _ => "The report has a form of its own.",
    };

    private static bool DependsOnReport(Parser parser)
        => parser.GetType().GetMethod("MapFor", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(MappedParser);
}
