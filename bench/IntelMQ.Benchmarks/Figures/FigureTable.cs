using System.Globalization;
using System.Text;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>Rows of texts and numbers, written as tab-separated values for programs and as Markdown for people.</summary>
internal sealed class FigureTable(params string[] columns)
{
    private readonly List<object[]> _rows = [];

    /// <summary>Adds a row: a text, an integer or a floating-point number for each column.</summary>
    public void Add(params object[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(cells.Length, columns.Length);
        _rows.Add(cells);
    }

    /// <summary>The header line and a line for each row; numbers without separators.</summary>
    public string ToTsv()
    {
        var text = new StringBuilder();
        text.AppendJoin('\t', columns).Append('\n');
        foreach (object[] row in _rows)
            text.AppendJoin('\t', row.Select(static cell => Format(cell, isGrouped: false))).Append('\n');
        return text.ToString();
    }

    /// <summary>A Markdown table; columns that begin with a number stand to the right.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| ").AppendJoin(" | ", columns).Append(" |\n|");
        for (int i = 0; i < columns.Length; i++)
            text.Append(_rows.Count > 0 && _rows[0][i] is not string ? " ---: |" : " --- |");
        text.Append('\n');
        foreach (object[] row in _rows)
            text.Append("| ").AppendJoin(" | ", row.Select(static cell => Format(cell, isGrouped: true))).Append(" |\n");
        return text.ToString();
    }

    // Three digits are more than a measurement is worth, but a whole number is shown whole.
    private static string Format(object cell, bool isGrouped)
    {
        string whole = isGrouped ? "#,0" : "0";
        return cell switch
        {
            double number => number.ToString(Math.Abs(number) switch { >= 100 => whole, >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture),
            int number => number.ToString(whole, CultureInfo.InvariantCulture),
            long number => number.ToString(whole, CultureInfo.InvariantCulture),
            _ => cell.ToString() ?? "",
        };
    }
}
