using System.Collections.Frozen;

namespace IntelMQ.Bots;

/// <summary>The modules of IntelMQ, and where they are here: for those that a catalogue lacks.</summary>
internal static class IntelMQModules
{
    private static readonly FrozenDictionary<string, string> Places = Read().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether IntelMQ has a module.</summary>
    public static bool Contains(string module) => Places.ContainsKey(module);

    /// <summary>The module paths.</summary>
    public static IReadOnlyCollection<string> All => Places.Keys;

    /// <summary>Says what is to be done about a module that IntelMQ has and a catalogue lacks.</summary>
    /// <param name="module">The module path.</param>
    /// <param name="packages">The packages whose bots are in the catalogue.</param>
    /// <returns>The end of a sentence, with its full stop; <see langword="null"/> where IntelMQ has no such module.</returns>
    public static string? Explain(string module, Func<string, bool> packages)
    {
        if (!Places.TryGetValue(module, out string? place))
            return null;
        if (place.StartsWith('-'))
            return $" here, though IntelMQ has it: {place[2..]}.";
        return packages(place)
            ? $" here, though IntelMQ has it: this version of {place} does not."
            : $" in the catalogue: it is in the package {place}. Reference that, and add {ListOf(place)} to the catalogue.";
    }

    /// <summary>The package that is to hold a module; <see langword="null"/> where none is.</summary>
    public static string? PackageOf(string module)
        => Places.TryGetValue(module, out string? place) && !place.StartsWith('-') ? place : null;

    private static string ListOf(string package) => package == "IntelMQ.Bots" ? "StandardBots.All" : $"{package["IntelMQ.".Length..]}Bots.All";

    private static IEnumerable<KeyValuePair<string, string>> Read()
    {
        using Stream stream = typeof(IntelMQModules).Assembly.GetManifestResourceStream("IntelMQModules.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && line[0] != '#')
                yield return new KeyValuePair<string, string>(line[..space], line[(space + 1)..]);
        }
    }
}
