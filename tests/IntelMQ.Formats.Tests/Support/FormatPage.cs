using System.Text;
using IntelMQ.Export;

namespace IntelMQ.Formats.Tests.Support;

/// <summary>The page of a format, made of its table.</summary>
internal static class FormatPage
{
    private const string Head = "<!-- Written by the tests from the code. -->\n";

    public static string Of(EventFormat format)
    {
        var page = new StringBuilder(Head);
        page.Append("# ").Append(format.Title).Append("\n\n");
        page.Append("`format: ").Append(format.Name).Append("`, media type `").Append(format.MediaType).Append("`. Specification: <").Append(format.Specification).Append(">\n\n");
        page.Append("What is written and read comes back as it was. What is only written is made of fields that stand elsewhere too, or is poorer than the field.\n\n");
        page.Append("| field | member | | |\n| --- | --- | --- | --- |\n");
        foreach (FormatRow row in format.Rows)
        {
            string direction = row.Direction switch { FormatDirection.Both => "written, read", FormatDirection.Written => "written", _ => "read" };
            page.Append("| ").Append(Name(row.Field)).Append(" | `").Append(Cell(row.Member)).Append("` | ").Append(direction).Append(" | ").Append(Cell(row.Note)).Append(" |\n");
        }

        return page.ToString();
    }

    public static string Index(IEnumerable<EventFormat> formats)
    {
        var page = new StringBuilder(Head);
        page.Append("# Formats\n\nWhat each format keeps of an event. The name stands in the parameter `format` of outputs.\n\n| name | format |\n| --- | --- |\n");
        foreach (EventFormat format in formats)
            page.Append("| `").Append(format.Name).Append("` | [").Append(format.Title).Append("](").Append(format.Name).Append(".md) |\n");
        return page.ToString();
    }

    private static string Name(string field)
        => field.Length == 0 ? "" : field.Contains(' ', StringComparison.Ordinal) && !field.Contains(',', StringComparison.Ordinal) || field == "all" ? field : string.Join(", ", field.Split(", ").Select(static name => $"`{name}`"));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
