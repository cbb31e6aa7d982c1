using IntelMQ.Site;

namespace IntelMQ.Docs.Tests;

/// <summary>
/// The named parts of source files: what stands between <c>// #region NAME</c> and its <c>// #endregion</c>. Regions may stand within
/// others; their marks are left out.
/// </summary>
internal static class SourceSnippets
{
    private const string Begin = "// #region ";
    private const string End = "// #endregion";

    /// <summary>The text of parts, with a blank line between them.</summary>
    /// <param name="origins">Each <c>FILE#NAME</c>, or <c>FILE</c> for all of it, with blanks between them; <c>#NAME</c> is of the file before.</param>
    public static string Read(string origins)
    {
        string file = "";
        var parts = new List<string>();
        foreach (string origin in origins.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = origin.Split('#');
            file = words[0].Length > 0 ? words[0] : file;
            string text = File.ReadAllText(Repository.PathOf(file));
            parts.Add(Part(text, words.Length > 1 ? words[1] : null) ?? throw new InvalidDataException($"{file} has no part '{words[1]}': put it between {Begin}{words[1]} and {End}."));
        }

        return string.Join("\n\n", parts) + "\n";
    }

    /// <summary>A part of a source text, without its indentation; null where there is none of that name.</summary>
    public static string? Part(string text, string? name)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        int first = name is null ? 0 : Array.FindIndex(lines, line => line.Trim() == Begin + name) + 1;
        int last = name is null ? lines.Length : first == 0 ? -1 : EndOf(lines, first);
        if (last < 0)
            return null;
        lines = [.. lines[first..last].Where(static line => !IsBegin(line) && !IsEnd(line))];
        int indent = lines.Where(static line => line.Trim().Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : line.Trim())).Trim('\n');
    }

    private static int EndOf(string[] lines, int first)
    {
        int open = 1;
        for (int i = first; i < lines.Length; i++)
        {
            open += IsBegin(lines[i]) ? 1 : IsEnd(lines[i]) ? -1 : 0;
            if (open == 0)
                return i;
        }

        return -1;
    }

    private static bool IsBegin(string line) => line.TrimStart().StartsWith(Begin, StringComparison.Ordinal);

    private static bool IsEnd(string line) => line.Trim() == End;
}
