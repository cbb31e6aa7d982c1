using System.Text;
using IntelMQ.Mapping;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>A map as a Markdown table.</summary>
internal static class MapTable
{
    public static string Of(FieldMap map)
    {
        var text = new StringBuilder("| field | from | how |\n| --- | --- | --- |\n");
        foreach (MapRule rule in map.Where(static rule => rule is FieldRule or RestRule))
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {FieldOf(rule)} | {SourceOf(rule)} | {BotParameters.Cell(string.Join("; ", NotesOf(rule)))} |\n");
        return text.ToString();
    }

    /// <summary>The rules that say which rows make events, a line each; empty where there are none.</summary>
    public static string OfRows(FieldMap map)
    {
        var text = new StringBuilder();
        foreach (MapRule rule in map)
        {
            string? words = rule switch
            {
                SkipRule => $"A row is passed over where {rule.Source}.",
                RefuseRule => $"A row fails where {rule.Source}.",
                NeedOneOfRule need => $"A row fails that sets {(need.OneOf.Count > 1 ? "none of " : "no ")}{string.Join(", ", need.OneOf.Select(static field => $"`{field}`"))}.",
                RaggedRule => "A row may have fewer or more cells than the header.",
                EachRule => $"A row becomes an event for each element of {rule.Source}.",
                _ => null,
            };
            if (words is not null)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {BotParameters.Cell(words)}\n");
        }

        return text.ToString();
    }

    /// <summary>The tables that cells are looked up in, a line each; empty where there are none.</summary>
    public static string OfTables(FieldMap map)
    {
        var text = new StringBuilder();
        foreach (ColumnRule rule in map.OfType<ColumnRule>().Where(static rule => rule.Table is not null))
        {
            IEnumerable<string> pairs = rule.Table!.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"`{pair.Key}` is `{pair.Value}`");
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {FieldOf(rule)} from {SourceOf(rule)}: {string.Join(", ", pairs)}\n");
        }

        return text.ToString();
    }

    private static string FieldOf(MapRule rule) => rule is FieldRule field ? $"`{field.FieldName}`" : "`extra.`*column*";

    private static string SourceOf(MapRule rule) => rule switch
    {
        ConstantRule constant => $"the text `{constant.Text}`",
        ColumnRule { Cell.Name: { } name } => $"`{BotParameters.Cell(name)}`",
        _ => rule.Source,
    };

    private static IEnumerable<string> NotesOf(MapRule rule)
    {
        var column = rule as ColumnRule;
        if (column?.ConverterName is { } converter)
            yield return converter;
        if (rule is FieldRule { Condition: { } condition })
            yield return $"where {condition.Words}";
        if (rule is FieldRule { UnlessSetField: { } other })
            yield return $"unless `{other}` is set";
        if (rule is ConstantRule { ReplacesReportField: true })
            yield return "takes the place of the report's own";
        foreach (string note in column is null ? [] : NotesOfColumn(column))
            yield return note;
    }

    private static IEnumerable<string> NotesOfColumn(ColumnRule rule)
    {
        if (rule.IsColumnRequired)
            yield return "the header must have the column";
        if (rule.IsRequired)
            yield return "required";
        if (rule.IsCellRequired)
            yield return "the cell must be there, but may be empty";
        if (rule.WhenInvalid == InvalidValuePolicy.LeaveOut)
            yield return "left out where the field refuses the value";
        if (rule.WhenInvalid == InvalidValuePolicy.LeaveToRest)
            yield return "goes below `extra.` where the field refuses the value";
        if (rule.WhenSet == OccupiedFieldPolicy.Replace)
            yield return "replaces an earlier value";
        if (rule.WhenSet == OccupiedFieldPolicy.Fail)
            yield return "fails where the field is set already";
        if (rule.KeepsEmpty)
            yield return "also where empty";
        if (rule.LeavesNoneToRest)
            yield return "goes below `extra.` where nothing comes of it";
    }
}
