using System.Text;

namespace IntelMQ.Testing;

/// <summary>The lines in which two texts differ, with a little of what stands around them.</summary>
internal static class TextDiff
{
    private const int Around = 3;
    private const int MaxLines = 200;

    // More than this is compared without looking for lines that moved: the table below is the product of both.
    private const int MaxCells = 4_000_000;

    public static string Of(string before, string after)
    {
        string[] left = before.Split('\n');
        string[] right = after.Split('\n');
        int start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
            start++;
        int end = 0;
        while (end < left.Length - start && end < right.Length - start && left[^(end + 1)] == right[^(end + 1)])
            end++;

        var output = new StringBuilder();
        int first = Math.Max(0, start - Around);
        output.Append("@@ line ").Append(first + 1).Append('\n');
        for (int i = first; i < start; i++)
            output.Append("  ").Append(left[i]).Append('\n');
        int written = Middle(left.AsSpan(start..^end), right.AsSpan(start..^end), output);
        if (written >= MaxLines)
            output.Append("  ...\n");
        for (int i = left.Length - end; i < Math.Min(left.Length, left.Length - end + Around); i++)
            output.Append("  ").Append(left[i]).Append('\n');
        return output.ToString().TrimEnd('\n');
    }

    private static int Middle(ReadOnlySpan<string> left, ReadOnlySpan<string> right, StringBuilder output)
    {
        int written = 0;
        if ((long)left.Length * right.Length > MaxCells)
        {
            foreach (string line in left)
                Line('-', line, output, ref written);
            foreach (string line in right)
                Line('+', line, output, ref written);
            return written;
        }

        int[,] common = CommonLines(left, right);
        int i = 0;
        int j = 0;
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                Line(' ', left[i++], output, ref written);
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                Line('-', left[i++], output, ref written);
            }
            else
            {
                Line('+', right[j++], output, ref written);
            }
        }

        return written;
    }

    // How many lines both have in common, in order, from each pair of positions on.
    private static int[,] CommonLines(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (int i = left.Length - 1; i >= 0; i--)
        {
            for (int j = right.Length - 1; j >= 0; j--)
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }

    private static void Line(char mark, string text, StringBuilder output, ref int written)
    {
        if (written++ < MaxLines)
            output.Append(mark).Append(' ').Append(text).Append('\n');
    }
}
