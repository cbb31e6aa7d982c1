using System.Globalization;

namespace IntelMQ.Benchmarks.Figures;

/// <summary>What the command line asks for.</summary>
/// <param name="Groups">The groups of figures.</param>
/// <param name="Only">Beginnings of the names of figures; empty for all.</param>
/// <param name="Writes">Whether the documentation is written.</param>
/// <param name="FileMebibytes">The size of the report file.</param>
internal sealed record FigureOptions(IReadOnlySet<string> Groups, IReadOnlyList<string> Only, bool Writes, int FileMebibytes)
{
    /// <summary>The groups of figures, in the order in which they are measured.</summary>
    public static readonly string[] AllGroups = ["--budget", "--brokers", "--start", "--file", "--growth", "--lookups"];

    /// <summary>Reads the command line; null where it asks for no figures.</summary>
    public static FigureOptions? Parse(string[] args)
    {
        string[] groups = args.Contains("--all") ? AllGroups : [.. args.Intersect(AllGroups)];
        if (groups.Length == 0)
            return null;
        string size = args.SkipWhile(static arg => arg != "--mebibytes").Skip(1).FirstOrDefault("1024");
        if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int mebibytes) || mebibytes < 1)
            throw new ArgumentException($"--mebibytes is '{size}', but must be a size of at least 1.");
        string[] only = [.. args.SkipWhile(static arg => arg != "--only").Skip(1).TakeWhile(static arg => !arg.StartsWith("--", StringComparison.Ordinal))];
        return new FigureOptions(groups.ToHashSet(), only, args.Contains("--write"), mebibytes);
    }

    /// <summary>Whether a figure is wanted.</summary>
    public bool Wants(string name) => Only.Count == 0 || Only.Any(only => name.StartsWith(only, StringComparison.Ordinal));
}
