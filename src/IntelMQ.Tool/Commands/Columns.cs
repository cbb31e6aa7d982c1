namespace IntelMQ.Tool.Commands;

/// <summary>Writes rows for people, in columns of equal width.</summary>
internal static class Columns
{
    private const int MaxWidth = 60;

    public static void Write(IReadOnlyList<string[]> rows) => Write(Console.Out, rows);

    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        int[] widths = [.. Enumerable.Range(0, rows.Max(static row => row.Length)).Select(column => Math.Min(MaxWidth, rows.Max(row => column < row.Length ? row[column].Length : 0)))];
        foreach (string[] row in rows)
            output.Write(string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]))).TrimEnd() + "\n");
    }
}
