namespace IntelMQ.Docs.Tests;

/// <summary>Compares what is printed with what a page shows of it.</summary>
internal static class OutputText
{
    private const string Omission = "...";

    /// <summary>Whether a listing shows a text. A line of the listing with three dots alone stands for any number of lines.</summary>
    public static bool Matches(string listing, string text)
    {
        string[] shown = Lines(listing);
        // Dots alone would show anything.
        if (shown.All(static line => line.Trim() == Omission))
            return false;
        string[] lines = Lines(text);
        int next = 0;
        bool skips = false;
        foreach (string line in shown)
        {
            if (line.Trim() == Omission)
            {
                skips = true;
                continue;
            }

            int found = skips ? Array.IndexOf(lines, line, next) : next < lines.Length && lines[next] == line ? next : -1;
            if (found < 0)
                return false;
            next = found + 1;
            skips = false;
        }

        return skips || next == lines.Length;
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(static line => line.TrimEnd())];
}
