namespace IntelMQ.Benchmarks.Figures;

/// <summary>The documentation's folder: takes the tables, the plots, and the blocks of <c>performance.md</c> that show them.</summary>
internal sealed class FigureFolder(string docs)
{
    /// <summary>The folder of the repository that the program was built in.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Writes a figure's files, and its block in <c>performance.md</c>.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="machine">The line below it that says where it was measured.</param>
    public void Write(Figure figure, string machine)
    {
        Directory.CreateDirectory(Path.Combine(docs, "performance-data"));
        Directory.CreateDirectory(Path.Combine(docs, "plots"));
        File.WriteAllText(Path.Combine(docs, "performance-data", figure.Name + ".tsv"), figure.Table.ToTsv());
        foreach (Plot plot in figure.Plots)
            File.WriteAllText(Path.Combine(docs, "plots", plot.Name + ".svg"), SvgPlot.Draw(plot));
        string page = Path.Combine(docs, "performance.md");
        string plots = string.Concat(figure.Plots.Select(static plot => $"\n![{plot.Title}](plots/{plot.Name}.svg)\n"));
        File.WriteAllText(page, Replace(File.ReadAllText(page), figure.Name, $"{figure.Table.ToMarkdown()}{plots}\n*{machine}*\n"));
    }

    /// <summary>The page with other text between the markers of a name.</summary>
    /// <exception cref="InvalidOperationException">The page has no such markers.</exception>
    public static string Replace(string page, string name, string block)
    {
        string begin = $"<!-- {name}: begin -->\n";
        string end = $"<!-- {name}: end -->";
        int from = page.IndexOf(begin, StringComparison.Ordinal);
        int to = from < 0 ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
        if (to < 0)
            throw new InvalidOperationException($"The page has no place for '{name}': it lacks the lines '{begin.TrimEnd()}' and '{end}'.");
        return string.Concat(page.AsSpan(0, from + begin.Length), block, page.AsSpan(to));
    }

    private static string FindRepository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "IntelMQ.Sdk.slnx")))
                return folder;
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds IntelMQ.Sdk.slnx.");
    }
}
