using System.Text;
using IntelMQ.Mapping;

namespace IntelMQ.Bots.Tests.Docs;

/// <summary>A map as a Markdown table.</summary>
internal static class MapTable
{
    public static string Of(FieldMap map)
    {
        var text = new StringBuilder("| field | from | how |\n| --- | --- | --- |\n");
        foreach (FieldRule rule in map)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {FieldOf(rule)} | {SourceOf(rule)} | {BotParameters.Cell(string.Join("; ", NotesOf(rule)))} |\n");
        return text.ToString();
    }

    private static string FieldOf(FieldRule rule) => rule.Kind == FieldRuleKind.Rest ? "`extra.`*column*" : $"`{rule.FieldName}`";

    private static string SourceOf(FieldRule rule) => rule.Kind switch
    {
        FieldRuleKind.Constant => $"the text `{rule.ConstantText}`",
        FieldRuleKind.Rest => "every other column",
        _ => rule.ColumnName is { } name ? $"`{BotParameters.Cell(name)}`" : $"column {rule.ColumnPosition}",
    };

    private static IEnumerable<string> NotesOf(FieldRule rule)
    {
        if (rule.ConverterName is { } converter)
            yield return converter;
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
        if (rule.ReplacesReportField)
            yield return "takes the place of the report's own";
        if (rule.KeepsEmpty)
            yield return "also where empty";
        if (rule.LeavesNoneToRest)
            yield return "goes below `extra.` where nothing comes of it";
        if (rule.StoresAbsentCells)
            yield return "null where a row is too short";
    }
}
